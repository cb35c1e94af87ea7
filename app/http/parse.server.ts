import { data } from '@remix-run/node'
import type { z } from '#platform/schema.ts'
import { Refusal } from '#platform/refusal.ts'

const maxJsonBytes = 256 * 1024

/** The form of a request; a body that is none is the caller's mistake (400). */
export async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch {
    throw data({ message: 'The form did not arrive whole. Please try again.' }, { status: 400 })
  }
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
