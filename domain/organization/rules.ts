import { routeWords } from '#domain/reserved-words.ts'
import { z } from '#platform/schema.ts'
import { isSlug, slugOf } from '#platform/slug.ts'
import { optionalText, text } from '#platform/text.ts'

const slugMax = 63

/** Beside the routes' own: what the platform may need one day, or what would be taken for it. */
const reservedWords = new Set(
  `signin signup signout password auth oauth sso mfa session sessions callback admin accounts search webhook
   metrics status health images media static public build fonts icons robots sitemap manifest feed feeds rss
   atom oembed embed well-known sw www mail smtp ftp cdn app apps blog docs help contact about legal terms
   privacy imprint security abuse pricing billing orders cart pay payments refunds receipts subscribe
   subscriptions newsletter notifications settings profile profiles me user users people person creator
   creators organization organizations org orgs team teams new edit create delete explore discover browse
   trending featured home index categories category tags tag series courses events offerings content contents
   posts post video videos audio film films news jobs careers download downloads codex root system internal
   test null undefined true false`.split(/\s+/),
)

export type SlugProblem = 'malformed' | 'reserved'

/** Why an organization cannot live at this address; undefined when it can, if nobody else does. */
export function whyNotSlug(slug: string): SlugProblem | undefined {
  if (!isSlug(slug, slugMax)) return 'malformed'
  // Punycode prefixes mean another name to a browser, and one day a slug is a subdomain.
  if (routeWords.has(slug) || reservedWords.has(slug) || slug.startsWith('xn--')) return 'reserved'
  return undefined
}

/** What is said beside the field of an address. */
export const slugProblemText: Record<SlugProblem, string> = {
  malformed: 'Use lower-case letters, digits and hyphens, with a letter or digit at both ends.',
  reserved: 'The platform itself uses this address. Please choose another one.',
}

/** An address for an organization of this name; empty when none can be made of it. */
export const suggestSlug = (name: string) => slugOf(name, slugMax)

/** A new organization; without an address it gets the one its name suggests. */
export const NewOrganization = z
  .object({
    name: text('Enter a name.', { max: 120 }),
    slug: optionalText({ max: slugMax }),
    description: optionalText({ max: 2000 }),
  })
  .superRefine(({ name, slug }, context) => {
    const address = slug || suggestSlug(name)
    const problem = address ? whyNotSlug(address) : 'missing'
    if (!problem) return
    const message = problem === 'missing' ? 'Choose an address.' : slugProblemText[problem]
    context.addIssue({ code: 'custom', path: ['slug'], message })
  })
export type NewOrganization = z.output<typeof NewOrganization>
