import { roleNames } from '#domain/organization/given-roles.ts'
import { isPermission, permissions as permissionNames } from '#domain/organization/permissions.ts'
import { formatMoney } from '#platform/money.ts'
import { z } from '#platform/schema.ts'

/** One thing that a detail may hold; of another shape, it says nothing. */
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined)

const Detail = z.object({
  fields: maybe(z.array(z.string())),
  slugBefore: maybe(z.string()),
  slug: maybe(z.string()),
  domain: maybe(z.string()),
  from: maybe(z.union([z.string(), z.number()])),
  to: maybe(z.union([z.string(), z.number()])),
  currency: maybe(z.string().regex(/^[a-z]{3}$/i)),
  amountCents: maybe(z.number()),
  priceCents: maybe(z.number()),
  permissions: maybe(z.array(z.string())),
  role: maybe(z.string()),
  customRoleName: maybe(z.string()),
  count: maybe(z.number()),
  found: maybe(z.number()),
  reason: maybe(z.string()),
  why: maybe(z.string()),
})

const fieldNames: Record<string, string> = {
  name: 'name',
  slug: 'address',
  description: 'description',
  contactEmail: 'contact e-mail',
  timezone: 'time zone',
  primaryColor: 'colour',
  accentColor: 'second colour',
  logoKey: 'logo',
  heroKey: 'picture on top',
  aboutContent: 'about',
  socialLinks: 'links',
  featuredContentIds: 'featured posts',
  requiresSecondFactor: 'second factor for everybody',
  customDomain: 'domain',
  isPublic: 'openness',
}

/** What an event's detail says to people, in a few words; undefined when it says nothing. */
export function detailWords(detail: Readonly<Record<string, unknown>>): string | undefined {
  const parsed = Detail.safeParse(detail)
  if (!parsed.success) return undefined
  const { data } = parsed
  const parts = [
    data.fields?.map((field) => fieldNames[field] ?? field).join(', '),
    data.slugBefore && data.slug && `/${data.slugBefore} → /${data.slug}`,
    data.domain,
    changeWords(data),
    moneyWords(data.amountCents ?? data.priceCents, data.currency),
    data.permissions && (data.permissions.map(permissionName).join(', ') || 'no permissions'),
    data.customRoleName ?? (data.role && roleName(data.role)),
    data.count && `${data.count} ${data.count === 1 ? 'session' : 'sessions'}`,
    data.found !== undefined && `${data.found} found`,
    data.reason && `“${data.reason}”`,
    data.why?.replaceAll('_', ' '),
  ]
  return parts.filter(Boolean).join(' · ') || undefined
}

function changeWords({ from, to, currency }: z.output<typeof Detail>): string | undefined {
  if (from === undefined || to === undefined) return undefined
  if (typeof from === 'string' && typeof to === 'string') return `${roleName(from)} → ${roleName(to)}`
  return typeof from === 'number' && typeof to === 'number'
    ? `${moneyWords(from, currency)} → ${moneyWords(to, currency)}`
    : undefined
}

function moneyWords(cents: number | undefined, currency: string | undefined): string | undefined {
  if (cents === undefined || currency === undefined) return undefined
  return cents === 0 ? 'Free' : formatMoney(cents, currency)
}

const roleName = (role: string) =>
  role === 'custom'
    ? 'A role of your own'
    : role in roleNames
      ? roleNames[role as keyof typeof roleNames]
      : role

const permissionName = (name: string) => (isPermission(name) ? permissionNames[name].name : name)
