import type { Asked } from './guards.server.ts'
import { findKnownBrowser } from './known-browser.server.ts'
import {
  clientKey,
  countQuietly,
  countTry,
  forgetTries,
  giveBackTry,
  type Limit,
} from './rate-limit.server.ts'

type Proof = {
  readonly step: 'password' | 'second_factor'
  readonly fromHere: Limit
  /** Over all clients that are strangers to the account; what nobody can guess has no need of it. */
  readonly fromAnywhere?: Limit
}

const proofs = {
  password: { step: 'password', fromHere: 'signInToAccount', fromAnywhere: 'signInFromAnywhere' },
  totp: { step: 'second_factor', fromHere: 'secondFactor', fromAnywhere: 'codeFromAnywhere' },
  recovery_code: { step: 'second_factor', fromHere: 'secondFactor' },
} satisfies Record<string, Proof>

/**
 * One try to prove who one is, which is counted before it is made, and forgotten when it ends well. A browser that has passed
 * there before is counted by itself; any other by its client's address, and together with all other strangers. `account` is the
 * address for a password and the person's id for a second factor; whether it exists makes no difference. Refuses with `too_many`.
 */
export async function tryAtAccount<T>(
  asked: Asked,
  by: keyof typeof proofs,
  account: string,
  work: () => Promise<T>,
): Promise<T> {
  const { needs, clientAddress } = asked.context
  const { step, fromHere, fromAnywhere }: Proof = proofs[by]
  const browser = await findKnownBrowser(asked, [step, account])
  const client = clientKey(clientAddress)
  if (!browser) await countTry(needs, 'signIn', client)
  await countTry(needs, fromHere, browser ?? client, account)
  const shared = browser ? undefined : fromAnywhere
  if (shared) await countTry(needs, shared, account)
  const result = await work()
  await forgetTries(needs, fromHere, browser ?? client, account)
  if (shared) await giveBackTry(needs, shared, account)
  return result
}

/**
 * Counts a mail with a link that somebody asks for, and answers whether it is to be sent. Whoever asks too often is refused with
 * `too_many`, and nobody else: what strangers ask for spends nothing of the person's own. When strangers together have asked for
 * many, no further one is sent: the newest in the mailbox still works, and nobody learns of it.
 */
export async function countMailTo(asked: Asked, email: string): Promise<boolean> {
  const { needs, clientAddress } = asked.context
  const browser = await findKnownBrowser(asked, ['password', email])
  await countTry(needs, 'mailTo', browser ?? clientKey(clientAddress), email)
  return browser !== undefined || countQuietly(needs, 'mailFromAnywhere', email)
}
