type Known = { readonly slug: string | undefined; readonly until: number }

const seconds = 30
/** Forged names must not fill the memory. */
const most = 1000

/** Remembers for half a minute which organization a domain belongs to, and that one belongs to nobody. */
export function rememberDomains(
  find: (domain: string) => Promise<string | undefined>,
  now: () => number = Date.now,
): (domain: string) => Promise<string | undefined> {
  const known = new Map<string, Known>()
  return async (domain) => {
    const found = known.get(domain)
    if (found && found.until > now()) return found.slug
    const slug = await find(domain)
    if (known.size >= most) known.clear()
    known.set(domain, { slug, until: now() + seconds * 1000 })
    return slug
  }
}
