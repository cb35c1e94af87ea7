import type { AsActor } from '#db/actor.ts'
import type { Origin } from '#domain/audit/record.ts'
import { refuseCommonPassword } from './common-passwords.ts'
import { drawLink } from './links.ts'
import { hashPassword } from './passwords.ts'
import { insertPerson } from './queries.ts'
import type { Registration } from './rules.ts'

export type RegisterPerson = {
  readonly asActor: AsActor
  /** The platform's secret, which mailed links are made with. */
  readonly linkSecret: string
  /** A path of ours to go on to from the link. */
  readonly redirectTo: string
  readonly origin?: Origin | undefined
}

/** The hash of the link that was promised, and the sessions that ended. */
export type Registered = { readonly linkHash: string; readonly ended: readonly string[] }

/**
 * Opens an account and promises the mail whose link proves the address. When somebody has proved the address nothing changes, and
 * only its mailbox is told: the answer and the work are the same. When nobody has, whoever registers last has the account, and
 * nothing that was set up before stays. Refuses a common password with `invalid`.
 */
export async function registerPerson(
  { asActor, linkSecret, redirectTo, origin }: RegisterPerson,
  { fullName, email, password }: Registration,
): Promise<Registered> {
  refuseCommonPassword(password)
  const passwordHash = await hashPassword(password)
  const link = drawLink(linkSecret, 'verify_email')
  const ended = await asActor({ kind: 'guest' }, (tx) =>
    insertPerson(tx, { email, passwordHash, fullName }, link, { redirectTo, origin }),
  )
  return { linkHash: link.hash, ended }
}
