import { Refusal } from '#platform/refusal.ts'

/** A link that was used, replaced by a newer one, or whose time is over: which of them it was is nobody's business. */
export function refuseDeadLink(): never {
  throw new Refusal(
    'invalid',
    'dead_link',
    'This link does not work any more. It was used, a newer one was sent, or its time is over.',
  )
}
