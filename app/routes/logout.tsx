import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { signOutCookie } from '#app/http/session.server.ts'

/** Ends the session here and in the database, and goes home. */
export async function action({ request, context }: ActionFunctionArgs) {
  return redirect('/', { headers: { 'Set-Cookie': await signOutCookie(context, request) } })
}

/** Nothing is shown at this address. */
export function loader() {
  return redirect('/')
}
