import { data } from '@remix-run/node'

function noSuchAddress(): never {
  throw data(null, { status: 404 })
}

/** No such address, whatever is asked of it: 404, and the root's error page. */
export const loader = () => noSuchAddress()
export const action = () => noSuchAddress()

export default function NotFound() {
  return null
}
