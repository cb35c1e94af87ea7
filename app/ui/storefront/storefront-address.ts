/** The one address of a storefront, or of a post of it, that others should link to: at its own domain where it has one. */
export function storefrontAddress(
  origin: string,
  { slug, domain }: { slug: string; domain: string | null },
  post?: string,
): string {
  const base = domain ? `${new URL(origin).protocol}//${domain}` : `${origin}/${slug}`
  return post === undefined ? base + (domain ? '/' : '') : `${base}/${post}`
}
