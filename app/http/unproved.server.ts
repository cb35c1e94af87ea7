import { databaseRefusal } from '#db/actor.ts'
import { isRefusal, Refusal } from '#platform/refusal.ts'

/** What is said to somebody who would make something that lasts before their address is proved. */
export const addressUnproved = new Refusal(
  'forbidden',
  'address_unproved',
  'Confirm your email address first. Nothing was changed, and what you entered is still here.',
)

/** The refusal that an error is, said by the product or by the database's own wall; undefined for a bug. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (isRefusal(error)) return error
  return databaseRefusal(error)?.reason === 'address_unproved' ? addressUnproved : undefined
}
