import { countryOfAddress } from '#platform/ip-country.ts'

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** Roughly where an address is, for people: a country's name; null where it is not known. */
export function placeName(address: string | null): string | null {
  const country = address === null ? null : countryOfAddress(address)
  return country === null ? null : (countries.of(country) ?? null)
}
