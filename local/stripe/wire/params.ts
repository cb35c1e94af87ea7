import { z } from 'zod'
import { StripeFault } from './errors.ts'

/** Building blocks for the parameters of a route: everything arrives as text, in nested objects (see form.ts). */
export const text = z.string().min(1).max(5000)
export const integer = z
  .string()
  .regex(/^-?\d{1,15}$/, 'Invalid integer')
  .transform(Number)
export const natural = integer.refine((value) => value >= 0, 'This value must be greater than or equal to 0')
export const positive = integer.refine((value) => value >= 1, 'This value must be greater than or equal to 1')
export const flag = z.enum(['true', 'false'], 'Invalid boolean').transform((value) => value === 'true')
export const currency = z
  .string()
  .transform((value) => value.toLowerCase())
  .refine((value) => /^[a-z]{3}$/.test(value), 'Invalid currency')
export const address = z
  .string()
  .refine((value) => /^https?:\/\//.test(value) && URL.canParse(value), 'Not a valid URL')
export const email = z
  .string()
  .max(512)
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'Invalid email address')

/** A parameter that may be emptied by sending ''. */
export const clearable = <S extends z.ZodType>(schema: S) =>
  z.union([z.literal('').transform(() => null), schema])

/** A list sent as `name[0]`, `name[1]` … */
export const list = <S extends z.ZodType>(of: S) =>
  z.preprocess((value) => (isIndexed(value) ? Object.values(value) : value), z.array(of).max(100))

function isIndexed(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && Object.keys(value).every((key, at) => key === String(at))
  )
}

const metadataPairs = z.record(z.string().max(40), z.string().max(500))
export const metadata = z
  .union([z.literal('').transform(() => null), metadataPairs])
  .refine((pairs) => pairs === null || Object.keys(pairs).length <= 50, 'You can specify up to 50 keys')

export const created = z.union([
  integer,
  z.strictObject({ gt: integer, gte: integer, lt: integer, lte: integer }).partial(),
])

/** The cursor parameters of every list. */
export const paging = {
  limit: integer
    .refine((limit) => limit >= 1 && limit <= 100, 'Limit can range between 1 and 100')
    .optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
}

/** Metadata after `sent` is laid over `before`: '' removes a key, and '' in place of the whole removes them all. */
export function mergeMetadata(
  before: Record<string, string> | null,
  sent: Record<string, string> | null | undefined,
): Record<string, string> {
  if (sent === null) return {}
  const pairs = Object.entries({ ...before, ...sent })
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''))
}

/** The parameters as the route wants them. Refuses with 400, naming the parameter: unknown, missing or invalid. */
export function readParams<S extends z.ZodType>(schema: S, sent: unknown): z.output<S> {
  const read = schema.safeParse(sent)
  if (read.success) return read.data
  throw read.error.issues.map((issue) => faultOf(issue, sent)).sort((a, b) => rank(a) - rank(b))[0]
}

function rank(fault: StripeFault): number {
  const order = ['parameter_unknown', 'parameter_missing'].indexOf(fault.body.error.code ?? '')
  return order === -1 ? 2 : order
}

function faultOf(issue: z.core.$ZodIssue, sent: unknown): StripeFault {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    const param = nameOf([...path, issue.keys[0] ?? ''])
    const message = `Received unknown parameter: ${param}. (The stand-in may not know it yet.)`
    return new StripeFault(400, { code: 'parameter_unknown', message, param })
  }
  const param = nameOf(path)
  const value = valueAt(sent, path)
  if (value === undefined) {
    return new StripeFault(400, {
      code: 'parameter_missing',
      message: `Missing required param: ${param}.`,
      param,
    })
  }
  if (value === '') {
    const message = `You passed an empty string for '${param}'. Remove it, or send a value.`
    return new StripeFault(400, { code: 'parameter_invalid_empty', message, param })
  }
  const shown = typeof value === 'string' ? `: ${value.slice(0, 80)}` : ''
  const message = `${issue.code === 'invalid_type' || issue.code === 'invalid_union' ? `Invalid ${param}` : issue.message}${shown}`
  return new StripeFault(400, { message, param })
}

function nameOf([first = '', ...rest]: string[]): string {
  return first + rest.map((key) => `[${key}]`).join('')
}

function valueAt(tree: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
    tree,
  )
}
