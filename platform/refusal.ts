export type RefusalKind =
  'not_found' | 'forbidden' | 'unauthenticated' | 'invalid' | 'conflict' | 'too_many' | 'unavailable'

const brand = Symbol.for('codex.refusal')

/**
 * An expected "no" of the product: a kind that maps to a status, a stable reason for programs, and words for a person.
 * Whatever else is thrown is a bug. `fields` names what to correct in a form.
 */
export class Refusal extends Error {
  readonly [brand] = true
  readonly kind: RefusalKind
  readonly reason: string
  readonly fields: Readonly<Record<string, string[]>> | undefined

  constructor(kind: RefusalKind, reason: string, message: string, fields?: Record<string, string[]>) {
    super(message)
    this.name = 'Refusal'
    this.kind = kind
    this.reason = reason
    this.fields = fields
  }
}

/** Recognizes a Refusal by its brand: the web process has two module graphs, so `instanceof` is not enough. */
export function isRefusal(error: unknown): error is Refusal {
  return typeof error === 'object' && error !== null && brand in error
}

/** What someone may not see does not exist for them: the same words whether it is hidden or absent. */
export const notFound = (reason: string, message = 'We could not find that.') =>
  new Refusal('not_found', reason, message)
