import { redirect } from '@remix-run/node'

/** One's account begins with one's profile. */
export const loader = () => redirect('/account/profile')
