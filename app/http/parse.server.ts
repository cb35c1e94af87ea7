import { data } from '@remix-run/node'
import type { z } from '#platform/schema.ts'
import { Refusal } from '#platform/refusal.ts'

const maxJsonBytes = 256 * 1024
/** Several times what the longest form of ours has; what parses forms takes the square of it. */
const mostFields = 500

/**
 * The form of a request; a body that is none is the caller's mistake (400), and so is one with more fields than any form of ours
 * (413), which are counted before anything is parsed.
 */
export async function readForm(request: Request): Promise<FormData> {
  try {
    const type = request.headers.get('content-type') ?? ''
    const bytes = Buffer.from(await request.arrayBuffer())
    if (countFields(type, bytes) > mostFields)
      throw data({ message: 'This form has more fields than any of ours.' }, { status: 413 })
    return await new Response(bytes, { headers: { 'content-type': type } }).formData()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw data({ message: 'The form did not arrive whole. Please try again.' }, { status: 400 })
  }
}

/** How many fields a form has at most, by its separators; counting ends soon after the most that is taken. */
function countFields(type: string, bytes: Buffer): number {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type)
  const separator = boundary ? `--${boundary[1] ?? boundary[2]}` : '&'
  let found = 0
  for (let at = bytes.indexOf(separator); at >= 0 && found <= mostFields; found += 1)
    at = bytes.indexOf(separator, at + separator.length)
  return found
}

/** Parses a JSON body. Refuses with `invalid` and the fields at fault, whatever shape came. */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await request.text()
  if (text.length > maxJsonBytes)
    throw new Refusal('invalid', 'too_large', 'That is more than this address takes.')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Refusal('invalid', 'not_json', 'The body is not JSON.')
  }
  return parseOrRefuse(value, schema)
}

/** Parses anything from outside. Refuses with `invalid`, naming each field at fault. */
export function parseOrRefuse<Schema extends z.ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const fields: Record<string, string[]> = {}
  for (const issue of parsed.error.issues) (fields[issue.path.join('.') || 'body'] ??= []).push(issue.message)
  throw new Refusal('invalid', 'invalid_fields', 'Some of that could not be used.', fields)
}

/** An id from an address; anything that is no UUID names nothing (404). */
export function idParam(value: string | undefined): string {
  if (isId(value)) return value
  throw data({ message: 'We could not find that.' }, { status: 404 })
}

/** Has this the form of an id? */
export const isId = (value: string | null | undefined): value is string =>
  typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value)
