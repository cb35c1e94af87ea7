import { emailAddress } from '#platform/text.ts'

export type ParsedAddresses = {
  /** Lower-cased, each once, in the order they were typed. */
  readonly addresses: string[]
  /** What is no address, with the line it stands on, from 1. */
  readonly problems: { readonly line: number; readonly typed: string }[]
}

const address = emailAddress()

/**
 * E-mail addresses out of a pasted list: separated by commas, semicolons or line ends, bare or as “Name <address>” (RFC 5322,
 * 3.4), where a quoted name may hold a comma.
 */
export function parseAddresses(typed: string): ParsedAddresses {
  const found = new Set<string>()
  const problems: ParsedAddresses['problems'] = []
  for (const [at, line] of typed.split(/\r\n|\r|\n/).entries()) {
    for (const [part] of line.matchAll(/(?:"[^"]*"|[^,;])+/g)) {
      const entry = part.trim()
      if (!entry) continue
      const parsed = address.safeParse(/<([^<>]*)>$/.exec(entry)?.[1] ?? entry)
      if (parsed.success) found.add(parsed.data)
      else problems.push({ line: at + 1, typed: entry })
    }
  }
  return { addresses: [...found], problems }
}
