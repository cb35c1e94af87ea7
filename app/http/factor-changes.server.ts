import type { ActorTx } from '#db/actor.ts'
import { addPasskey, checkNewPasskey } from '#domain/account/add-passkey.ts'
import { beginTotp, confirmTotp } from '#domain/account/enrol-totp.ts'
import type { PasskeyAttestation } from '#domain/account/factor-rules.ts'
import { renamePasskey } from '#domain/account/passkeys.ts'
import { makeRecoveryCodes } from '#domain/account/recovery-codes.ts'
import { proveAgain, removeSecondFactor } from '#domain/account/second-factors.ts'
import type { AuditAction } from '#domain/audit/actions.ts'
import { recordAudit } from '#domain/audit/record.ts'
import { hurryMails } from '#domain/notice/hurry-mails.ts'
import type { Asked, SignedIn } from './guards.server.ts'
import { originOf } from './origin.server.ts'
import { refreshSessionsOf } from './session.server.ts'

const ownerOf = ({ context }: Asked, { person }: SignedIn) => ({
  personId: person.id,
  platformSecret: context.needs.env.SESSION_SECRET,
})

/** Does `work` as the person and writes it down with it; their sessions are read anew, and the mail about it leaves. */
async function change<T>(
  asked: Asked,
  { actor, person }: SignedIn,
  action: AuditAction,
  work: (tx: ActorTx) => Promise<T>,
): Promise<T> {
  const { context } = asked
  const result = await context.asActor(actor, async (tx) => {
    const done = await work(tx)
    await recordAudit(tx, { action, subjectType: 'user', subjectId: person.id, origin: originOf(asked) })
    return done
  })
  await refreshSessionsOf(context, [person.id])
  await hurryMails(context.needs)
  return result
}

/** Begins to set an authenticator app up. Refuses with `conflict` when there is one. */
export const startTotp = (asked: Asked, signedIn: SignedIn) =>
  asked.context.asActor(signedIn.actor, (tx) => beginTotp(tx, ownerOf(asked, signedIn)))

/** Confirms it; whoever does has proved a second factor in this session. Refuses with `invalid` and `conflict`. */
export function enrolTotp(asked: Asked, signedIn: SignedIn, code: string): Promise<void> {
  const now = asked.context.needs.clock.now()
  return change(asked, signedIn, 'account.totp_enrol', async (tx) => {
    await confirmTotp(tx, { ...ownerOf(asked, signedIn), code, now })
    await proveAgain(tx, signedIn.session.id, true)
  })
}

/** Keeps a passkey that a browser has just made; the session has proved a second factor with it. Refuses with `invalid` and `conflict`. */
export async function enrolPasskey(
  asked: Asked,
  signedIn: SignedIn,
  { name, credential }: { name: string; credential: PasskeyAttestation },
): Promise<void> {
  const made = await checkNewPasskey(asked.context.needs, signedIn.person.id, credential)
  await change(asked, signedIn, 'account.passkey_add', async (tx) => {
    await addPasskey(tx, made, name)
    await proveAgain(tx, signedIn.session.id, true)
  })
}

/** Gives a passkey another name. Refuses with `not_found`. */
export const nameOwnPasskey = (
  asked: Asked,
  signedIn: SignedIn,
  named: { passkeyId: string; name: string },
): Promise<void> =>
  change(asked, signedIn, 'account.passkey_rename', (tx) =>
    renamePasskey(tx, { personId: signedIn.person.id, ...named }),
  )

/** Takes a passkey away, or without an id the authenticator app. Refuses with `not_found` and `conflict`. */
export const removeOwnFactor = (asked: Asked, signedIn: SignedIn, passkeyId: string | null): Promise<void> =>
  change(asked, signedIn, passkeyId === null ? 'account.totp_remove' : 'account.passkey_remove', (tx) =>
    removeSecondFactor(tx, passkeyId),
  )

/** Makes new recovery codes in place of all earlier ones. Refuses with `conflict` without a factor. */
export const renewRecoveryCodes = (asked: Asked, signedIn: SignedIn): Promise<string[]> =>
  change(asked, signedIn, 'account.recovery_codes_make', (tx) =>
    makeRecoveryCodes(tx, ownerOf(asked, signedIn)),
  )
