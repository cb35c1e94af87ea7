import { z } from './schema.ts'

export type TextLimits = {
  /** Fewest characters; 1 unless told otherwise. */
  readonly min?: number
  readonly max: number
}

/** Postgres keeps every character but this one. */
const storable = (value: string) => !value.includes('\u0000')

/** One required text from outside: trimmed, within limits, storable. `needed` is said when it is missing or no text. */
export function text(needed: string, { min = 1, max }: TextLimits) {
  return z
    .string({ error: needed })
    .trim()
    .min(min, min === 1 ? needed : `Use at least ${min} characters.`)
    .max(max, `Use at most ${max.toLocaleString('en')} characters.`)
    .refine(storable, 'This holds a character that cannot be stored.')
}

/** The same for a text that may be left out; then it is empty. */
export function optionalText({ max }: Pick<TextLimits, 'max'>) {
  return text('This is not text.', { min: 0, max }).optional().default('')
}

/** An e-mail address as it is kept: trimmed and lower-cased. */
export function emailAddress(needed = 'Enter an e-mail address.') {
  return text(needed, { max: 254 })
    .toLowerCase()
    .regex(z.regexes.email, 'That does not look like an e-mail address.')
}
