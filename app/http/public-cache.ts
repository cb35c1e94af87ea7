/**
 * Headers of a page that is the same for every guest: shared caches may keep it for moments. A request with any cookie gets
 * none of them, and the private default stays.
 */
export function publicCache(request: Request): Record<string, string> {
  if (request.headers.has('cookie')) return {}
  return {
    'Cache-Control': 'public, max-age=0, s-maxage=30, stale-while-revalidate=300',
    Vary: 'Cookie',
  }
}
