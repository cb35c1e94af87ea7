import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  isRouteErrorResponse,
  useHref,
  useNavigate,
  useRouteError,
} from '@remix-run/react'
import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useContext } from 'react'
import type { ReactNode } from 'react'
import { I18nProvider, RouterProvider } from 'react-aria-components'
import { findTenant } from '#app/http/tenant.server.ts'
import { findViewer } from '#app/http/viewer.server.ts'
import { NavigationProgress } from './ui/kit/navigation-progress.tsx'
import { Toaster } from './ui/kit/toaster.tsx'
import { ErrorPage } from './ui/layout/error-page.tsx'
import { LeavingBanner } from './ui/layout/leaving-banner.tsx'
import { SupportFrame } from './ui/layout/support-banner.tsx'
import { UnprovedBanner } from './ui/layout/unproved-banner.tsx'
import { FailedRequestContext, useNonce } from './ui/nonce.ts'
import { readTheme, useTheme } from './ui/theme.ts'
import type { RootData } from './ui/viewer.ts'
import styles from './styles.css?url'

const platformName = 'Codex'

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: styles },
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
]

export const meta: MetaFunction = ({ error }) => {
  if (!error) return [{ title: platformName }]
  const missing = isRouteErrorResponse(error) && error.status === 404
  return [{ title: `${missing ? 'Not found' : 'That did not work'} · ${platformName}` }]
}

/** Who is looking, and how they like it. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<RootData> {
  const [viewer, tenant] = context.tenant
    ? [null, await findTenant({ request, context }, context.tenant)]
    : [await findViewer(request, context), null]
  const chosen = /(?:^|;\s*)theme=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1]
  return { viewer, platformName, theme: readTheme(chosen), tenant }
}

/** The document around every page, failed or not. */
export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce()
  const theme = useTheme()
  const failedRequest = useContext(FailedRequestContext)
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme} className="font-sans">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content={theme === 'system' ? 'light dark' : theme} />
        {nonce && <meta property="csp-nonce" content={nonce} />}
        {failedRequest && <meta name="request-id" content={failedRequest} />}
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  )
}

function Frame({ children }: { children: ReactNode }) {
  const navigate = useNavigate()
  return (
    <I18nProvider locale="en-US">
      <RouterProvider navigate={(path) => navigate(path)} useHref={useHref}>
        <NavigationProgress />
        <SupportFrame>
          <LeavingBanner />
          <UnprovedBanner />
          {children}
        </SupportFrame>
        <Toaster />
      </RouterProvider>
    </I18nProvider>
  )
}

export default function App() {
  return (
    <Frame>
      <Outlet />
    </Frame>
  )
}

/** The page that helps when another could not be shown. */
export function ErrorBoundary() {
  const error = useRouteError()
  const status = isRouteErrorResponse(error) ? error.status : 500
  return (
    <Frame>
      <ErrorPage status={status} message={isRouteErrorResponse(error) ? messageOf(error.data) : undefined} />
    </Frame>
  )
}

/** The words a refusal brought along; everything else is not for readers. */
function messageOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('message' in data)) return undefined
  return typeof data.message === 'string' ? data.message : undefined
}
