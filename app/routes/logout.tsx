import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { safeRedirect } from '#app/http/redirect.ts'
import { signOutCookie } from '#app/http/session.server.ts'

/** Ends the session here and in the database, and goes home, or on to `?redirectTo=`. */
export async function action({ request, context }: ActionFunctionArgs) {
  const to = safeRedirect(new URL(request.url).searchParams.get('redirectTo'))
  return redirect(to, { headers: { 'Set-Cookie': await signOutCookie(context, request) } })
}

/** Nothing is shown at this address. */
export function loader() {
  return redirect('/')
}
