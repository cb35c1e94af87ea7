import { Link } from '@remix-run/react'
import { mainPlace, useIsGuest, useTenant } from '../tenant.ts'

/** The end of every public page. */
export function SiteFooter() {
  const isGuest = useIsGuest()
  const tenant = useTenant()
  const links = !isGuest
    ? [
        { to: '/library', words: 'Library' },
        { to: '/purchases', words: 'Purchases' },
      ]
    : [
        { to: '/login', words: 'Sign in' },
        { to: '/register', words: 'Register' },
      ]
  return (
    <footer data-chrome className="mt-auto border-t border-line">
      <div className="wrap flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-6 text-sm text-ink-quiet">
        {tenant ? (
          <p>
            {tenant.organization?.name ?? 'This site'} runs on{' '}
            <Link to={mainPlace(tenant, '/')} className="rounded-sm hover:text-ink hover:underline">
              Codex
            </Link>
          </p>
        ) : (
          <p>Codex · film, sound and writing, straight from the people who make it</p>
        )}
        <nav aria-label="More">
          <ul className="flex gap-4">
            {links.map(({ to, words }) => (
              <li key={to}>
                <Link
                  to={mainPlace(tenant, to)}
                  className="inline-block rounded-sm py-1 hover:text-ink hover:underline"
                >
                  {words}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </footer>
  )
}
