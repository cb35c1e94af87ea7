import { redirect } from '@remix-run/node'
import type { ActionFunctionArgs } from '@remix-run/node'
import { readForm } from '#app/http/parse.server.ts'
import { safeRedirect } from '#app/http/redirect.ts'
import { readTheme } from '#app/ui/theme.ts'

const yearSeconds = 31_536_000

/** Remembers light, dark or the system's theme in a cookie and goes back to the page it came from. */
export async function action({ request }: ActionFunctionArgs) {
  const form = await readForm(request)
  const theme = readTheme(form.get('theme'))
  return redirect(safeRedirect(form.get('returnTo')), {
    headers: { 'Set-Cookie': `theme=${theme}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax` },
  })
}

/** Nothing is shown at this address. */
export function loader() {
  return redirect('/')
}
