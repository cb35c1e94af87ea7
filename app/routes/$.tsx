import { data } from '@remix-run/node'

/** No such address: 404, and the root's error page. */
export function loader(): never {
  throw data(null, { status: 404 })
}

export const action = loader

export default function NotFound() {
  return null
}
