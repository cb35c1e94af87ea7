import { NavLink, useLocation } from '@remix-run/react'
import { buttonClass, LinkButton } from '../kit/button.tsx'
import { cx } from '../kit/cx.ts'
import { signInPlace, useTenant } from '../tenant.ts'
import { useViewer, worksInStudio } from '../viewer.ts'
import { AccountMenu } from './account-menu.tsx'
import { CarriedMenu } from './carried-menu.tsx'
import { Logo } from './logo.tsx'
import { ThemeMenu } from './theme-menu.tsx'

const quietPages = ['/login', '/login/second-factor', '/register', '/verify', '/reset']

/** The bar on top of every page: home, one's library and account. */
export function SiteHeader({ currentOrganization }: { currentOrganization?: string }) {
  const viewer = useViewer()
  const { pathname, search } = useLocation()
  const studio = viewer?.organizations.find(worksInStudio)
  // The way back after signing in, except from the pages that lead there.
  const tenant = useTenant()
  const here = quietPages.includes(pathname) ? '/' : pathname + search
  return (
    <header
      data-chrome
      className="sticky top-(--banner,0px) z-30 border-b border-line bg-canvas/90 backdrop-blur-md"
    >
      <div className="wrap flex h-14 items-center gap-1 sm:gap-2">
        <Logo className="mr-auto sm:mr-4" />
        <nav aria-label="Site" className="flex items-center gap-1 sm:flex-1">
          {viewer && (
            <NavLink
              to="/library"
              className={({ isActive }) => cx(linkClass({ isActive }), 'max-sm:hidden')}
              prefetch="intent"
            >
              Library
            </NavLink>
          )}
          {studio && (
            <NavLink
              to={`/studio/${currentOrganization ?? studio.slug}`}
              className={({ isActive }) => cx(linkClass({ isActive }), 'max-sm:hidden')}
              prefetch="intent"
            >
              Studio
            </NavLink>
          )}
        </nav>
        <ThemeMenu />
        {viewer ? (
          <>
            <AccountMenu viewer={viewer} currentOrganization={currentOrganization} />
            <noscript>
              <form method="post" action="/logout">
                <button className={buttonClass('ghost')}>Sign out</button>
              </form>
            </noscript>
          </>
        ) : tenant?.isSignedIn ? (
          <CarriedMenu tenant={tenant} />
        ) : (
          <>
            <LinkButton to={signInPlace(tenant, here)} look="ghost" className="px-3">
              Sign in
            </LinkButton>
            <LinkButton to={signInPlace(tenant, here, 'register')} className="px-3 max-sm:hidden">
              Register
            </LinkButton>
          </>
        )}
      </div>
    </header>
  )
}

function linkClass({ isActive }: { isActive: boolean }) {
  return cx(
    'inline-flex h-10 min-w-10 items-center justify-center gap-2 rounded-md px-2.5 font-medium transition-colors hover:bg-sunken sm:px-3',
    isActive ? 'text-ink' : 'text-ink-quiet hover:text-ink',
  )
}
