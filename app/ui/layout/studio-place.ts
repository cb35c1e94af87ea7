/**
 * Where switching to another organization leads: to the section that is open now, where it may be opened there too, and to the
 * first of `places` otherwise. What is open inside a section belongs to the organization one leaves.
 */
export function studioPlace(pathname: string, slug: string, places: readonly string[]): string {
  const section = /^\/studio\/[^/]+\/([a-z]+)/.exec(pathname)?.[1]
  const place = section && places.includes(section) ? section : places[0]
  return place ? `/studio/${slug}/${place}` : `/studio/${slug}`
}
