import { z } from '#platform/schema.ts'
import { emailAddress, optionalText, text } from '#platform/text.ts'
import { domainProblemText, readDomain, whyNotDomain } from './domain-rules.ts'
import { slugProblemText, whyNotSlug } from './rules.ts'

const optionalEmail = z
  .union([emailAddress(), z.literal('')], { error: 'That does not look like an e-mail address.' })
  .optional()
  .default('')

/** A zone of the IANA database by its name, as browsers and Postgres know it. */
export function isTimeZone(name: string): boolean {
  if (!/^[a-z_]+(?:\/[a-z0-9_+-]+)*$/i.test(name)) return false
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

export const GeneralSettings = z.object({
  name: text('Enter a name.', { max: 120 }),
  slug: text('Choose an address.', { max: 63 }).superRefine((slug, context) => {
    const problem = whyNotSlug(slug)
    if (problem) context.addIssue({ code: 'custom', message: slugProblemText[problem] })
  }),
  description: optionalText({ max: 2000 }),
  contactEmail: optionalEmail,
  timezone: text('Choose a time zone.', { max: 60 }).refine(isTimeZone, 'We do not know this time zone.'),
})

const isColor = (value: string) => /^#[0-9a-f]{6}$/i.test(value)
const notColor = 'Write a colour as # and six digits, like #3b5bdb.'

export const ColorSettings = z.object({
  primaryColor: text('Choose a colour.', { max: 7 }).toLowerCase().refine(isColor, notColor),
  accentColor: optionalText({ max: 7 })
    .transform((value) => value.toLowerCase())
    .refine((value) => value === '' || isColor(value), notColor),
})

/** Most bytes of a picture that is sent. */
export const pictureMaxBytes = 8 * 1024 ** 2
const acceptedTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/svg+xml']
/** For the `accept` of a file box; what a file really is, the server looks up in its bytes. */
export const pictureTypes = acceptedTypes.join(',')

export const PictureForm = z.object({
  picture: z
    .instanceof(File, { error: 'Choose a picture.' })
    .refine(({ size }) => size > 0, 'This file is empty.')
    .refine(({ size }) => size <= pictureMaxBytes, 'Choose a picture of at most 8 MB.'),
})

/** Places an organization is found at elsewhere, and their names. */
export const socialNetworks = {
  website: 'Website',
  instagram: 'Instagram',
  youtube: 'YouTube',
  tiktok: 'TikTok',
  x: 'X',
  facebook: 'Facebook',
  linkedin: 'LinkedIn',
  mastodon: 'Mastodon',
  bluesky: 'Bluesky',
} as const
export type SocialNetwork = keyof typeof socialNetworks

/** An address of another site that may stand on a page: https, a full host name, no password in it. */
export function isWebAddress(typed: string): boolean {
  if (!URL.canParse(typed)) return false
  const { protocol, hostname, username, password } = new URL(typed)
  return protocol === 'https:' && hostname.includes('.') && !username && !password
}

const socialLink = optionalText({ max: 300 }).refine(
  (typed) => typed === '' || isWebAddress(typed),
  'Paste a whole address that begins with https://',
)

/** Most posts at the top of a storefront. */
export const featuredMax = 12

export const StorefrontSettings = z.object({
  about: optionalText({ max: 20_000 }),
  /** Ids of posts in order, with commas between. */
  featured: optionalText({ max: 40 * featuredMax }).transform((typed, context) => {
    const ids = typed.split(',').filter(Boolean)
    const areIds = z.array(z.uuid()).safeParse(ids).success && new Set(ids).size === ids.length
    if (areIds && ids.length <= featuredMax) return ids
    context.addIssue({ code: 'custom', message: `Choose up to ${featuredMax} of your posts.` })
    return z.NEVER
  }),
  website: socialLink,
  instagram: socialLink,
  youtube: socialLink,
  tiktok: socialLink,
  x: socialLink,
  facebook: socialLink,
  linkedin: socialLink,
  mastodon: socialLink,
  bluesky: socialLink,
})

/** The links that were given, by network; empty ones are none. */
export function socialLinksOf(
  form: Partial<Record<SocialNetwork, string>>,
): Partial<Record<SocialNetwork, string>> {
  const names = Object.keys(socialNetworks) as SocialNetwork[]
  return Object.fromEntries(names.filter((name) => form[name]).map((name) => [name, form[name]]))
}

export const SecuritySettings = z.object({
  /** A ticked box sends `on`; one that is not sends nothing. */
  requiresSecondFactor: z.literal('on', { error: 'Tick the box or leave it.' }).optional(),
})

export const DomainSettings = z.object({
  domain: text('Enter a domain, like films.example.com.', { max: 260 })
    .transform(readDomain)
    .superRefine((domain, context) => {
      const problem = whyNotDomain(domain)
      if (problem) context.addIssue({ code: 'custom', message: domainProblemText[problem] })
    }),
})

export const Deletion = z.object({
  confirmation: text('Type the address of the organization.', { max: 63 }),
})
