import { Resolver } from 'node:dns/promises'
import type { Env } from './env.ts'

/** What the name system knows. */
export type Dns = {
  /** The TXT records of a name, each put together from its pieces; none when there is no such name or record. */
  txt(name: string): Promise<string[]>
}

/** The name servers did not answer: nothing is known of the name. */
export class DnsUnavailable extends Error {}

const noRecord = new Set(['ENODATA', 'ENOTFOUND', 'NXDOMAIN', 'NODATA'])
const patience = { timeout: 3000, tries: 2 }

/** Asks the machine's name servers, or the one in `DNS_SERVER`. Throws DnsUnavailable when nobody answers in about 10 seconds. */
export function createDns({ DNS_SERVER }: Pick<Env, 'DNS_SERVER'>): Dns {
  return {
    async txt(name) {
      const resolver = new Resolver(patience)
      if (DNS_SERVER) resolver.setServers([DNS_SERVER])
      try {
        return (await resolver.resolveTxt(name)).map((pieces) => pieces.join(''))
      } catch (error) {
        const { code } = error as { code?: string }
        if (code && noRecord.has(code)) return []
        throw new DnsUnavailable(`the name servers did not answer: ${code ?? String(error)}`)
      }
    },
  }
}
