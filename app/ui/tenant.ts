import { routeWords } from '#domain/reserved-words.ts'
import { useRootData, useViewer, type Tenant } from './viewer.ts'

/** The organization whose host this is; null on the platform's. */
export function useTenant(): Tenant | null {
  return useRootData()?.tenant ?? null
}

/**
 * Where a storefront or a post of it is, seen from this host. A post that was called like a page of the platform before that
 * was refused is on the platform's host only: the page wins on the organization's own.
 */
export function placeOf(tenant: Tenant | null, slug: string, post?: string): string {
  const path = post === undefined ? `/${slug}` : `/${slug}/${post}`
  if (!tenant) return path
  if (tenant.slug !== slug || (post !== undefined && routeWords.has(post))) return tenant.mainOrigin + path
  return post === undefined ? '/' : `/${post}`
}

/** Where a page of the platform is, seen from this host: elsewhere than on the platform's with its whole address. */
export const mainPlace = (tenant: Tenant | null, path: string) => (tenant ? tenant.mainOrigin + path : path)

/** Is nobody signed in, whatever host this is? */
export function useIsGuest(): boolean {
  const viewer = useViewer()
  const tenant = useTenant()
  return viewer === null && !tenant?.isSignedIn
}

/**
 * Where one signs in or registers to come back to `path` of this host: on an organization's own host, through a hand-over from the
 * platform's.
 */
export function signInPlace(
  tenant: Tenant | null,
  path: string,
  page: 'login' | 'register' = 'login',
): string {
  if (!tenant) return path === '/' ? `/${page}` : `/${page}?${new URLSearchParams({ redirectTo: path })}`
  const handOver = `/hand-over?${new URLSearchParams({ host: tenant.host, to: path })}`
  return `${tenant.mainOrigin}/${page}?${new URLSearchParams({ redirectTo: handOver })}`
}
