/** What somebody typed as a domain, in the form the name system knows: lower case, Punycode, no scheme, path or last dot. */
export function readDomain(typed: string): string {
  const address = typed.includes('://') ? typed : `https://${typed}`
  if (!URL.canParse(address)) return typed.toLowerCase()
  return new URL(address).hostname.replace(/\.$/, '')
}

export type DomainProblem = 'malformed' | 'not_public'

export const domainProblemText: Record<DomainProblem, string> = {
  malformed: 'That is no domain. Write it like films.example.com.',
  not_public: 'This name is not one that everybody can reach. Use a domain of your own.',
}

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
/** Names that are kept for other uses (RFC 6761, RFC 6762) or never leave a house. */
const notPublic = /\.(?:localhost|local|internal|test|invalid|example|onion|arpa|lan|home|corp)$/

/** Why nothing can be served at this domain; undefined when it can, if it is theirs. */
export function whyNotDomain(domain: string): DomainProblem | undefined {
  const labels = domain.split('.')
  const last = labels.at(-1) ?? ''
  const isName = labels.length >= 2 && domain.length <= 240 && labels.every((each) => label.test(each))
  // A last label of digits makes it an address of IPv4.
  if (!isName || /^\d+$/.test(last) || last.length < 2) return 'malformed'
  return notPublic.test(domain) ? 'not_public' : undefined
}

/** Is this a name of the platform itself, or below it? `host` may have a port. */
export function isPlatformDomain(domain: string, host: string): boolean {
  const own = host.replace(/:\d+$/, '')
  return domain === own || domain.endsWith(`.${own}`) || own.endsWith(`.${domain}`)
}

/** The TXT record that proves a domain. */
export const recordNameOf = (domain: string) => `_codex.${domain}`

const missingDays = 3

/** Has a record been missing for so long that it is no accident? Milliseconds since 1970. */
export const missingTooLong = (since: number, now: number) => now - since >= missingDays * 24 * 3600_000
