import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import ipaddr from 'ipaddr.js'
import { Reader, type Response } from 'maxmind'

/** What the table says of a range; its fields are its own. */
type Found = Response & { readonly country_code: string }

let reader: Reader<Found> | undefined

/**
 * The country whose registry gave an address out, as an ISO 3166-1 code of two letters, from a table that lies on this machine:
 * nobody is asked. null for an address of a private or special range, one that is not in the table, and for what is none.
 */
export function countryOfAddress(address: string): string | null {
  if (!ipaddr.isValid(address)) return null
  // An IPv4 address that is written as IPv6 is meant as itself.
  const read = ipaddr.process(address)
  if (read.range() !== 'unicast') return null
  reader ??= new Reader<Found>(readFileSync(tablePath()))
  return reader.get(read.toString())?.country_code ?? null
}

const tablePath = () =>
  createRequire(import.meta.url).resolve(
    '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb',
  )
