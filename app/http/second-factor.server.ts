import type { Actor } from '#db/actor.ts'
import {
  isTotpCode,
  wrongProofText,
  type FactorKind,
  type PasskeyAssertion,
} from '#domain/account/factor-rules.ts'
import type { Ceremony } from '#domain/account/passkey-challenge.ts'
import type { KnownPasskey } from '#domain/account/passkeys.ts'
import { proveByCode } from '#domain/account/prove-code.ts'
import { provePasskey } from '#domain/account/prove-passkey.ts'
import type { SessionPerson } from '#domain/account/sessions.ts'
import { recordAudit } from '#domain/audit/record.ts'
import { hurryMails } from '#domain/notice/hurry-mails.ts'
import { Refusal } from '#platform/refusal.ts'
import { tryAtAccount } from './account-tries.server.ts'
import type { Asked } from './guards.server.ts'
import { originOf } from './origin.server.ts'
import { clientKey, countTry } from './rate-limit.server.ts'

/** A person as the database is asked about themselves, before or beside what a session proves. */
export const personActor = ({ id, role }: Pick<SessionPerson, 'id' | 'role'>): Actor => ({
  kind: 'user',
  id,
  role,
  hasSecondFactor: false,
})

/** The same words whatever was wrong. */
const wrongProof = () => new Refusal('unauthenticated', 'wrong_proof', wrongProofText)

/**
 * Uses up a code of this person's app, or a recovery code. Tries are counted, and what is refused is written down. Refuses
 * with `unauthenticated` and with `too_many`.
 */
export async function requireCode(asked: Asked, person: SessionPerson, code: string): Promise<void> {
  const { needs, asActor } = asked.context
  const owner = { personId: person.id, platformSecret: needs.env.SESSION_SECRET }
  const origin = originOf(asked)
  const kind = isTotpCode(code) ? 'totp' : 'recovery_code'
  await tryAtAccount(asked, kind, person.id, async () => {
    const factor = await asActor(personActor(person), async (tx) => {
      const proved = await proveByCode(tx, { ...owner, code, now: needs.clock.now() })
      if (proved === 'recovery_code')
        await recordAudit(tx, { ...about(person.id), action: 'account.recovery_code_use', origin })
      return proved
    })
    if (!factor) throw await refused(asked, person, kind)
  })
  if (kind === 'recovery_code') await hurryMails(needs)
}

/** Takes what a passkey has signed for this. Refuses with `unauthenticated`, and writes it down. Answers the passkey. */
export async function requirePasskey(
  asked: Asked,
  ceremony: Ceremony,
  assertion: PasskeyAssertion,
  person?: SessionPerson,
): Promise<KnownPasskey> {
  const { needs, asActor, clientAddress } = asked.context
  await countTry(needs, 'signIn', clientKey(clientAddress))
  const known = await provePasskey({ ...needs, asActor }, ceremony, assertion)
  if (!known) throw await refused(asked, person, 'passkey')
  return known
}

const about = (personId: string) => ({ subjectType: 'user', subjectId: personId })

/** Writes a refused proof down and answers what to throw. */
async function refused(
  asked: Asked,
  person: SessionPerson | undefined,
  factor: FactorKind,
): Promise<Refusal> {
  await asked.context.asActor(person ? personActor(person) : { kind: 'guest' }, (tx) =>
    recordAudit(tx, {
      ...(person && about(person.id)),
      action: 'account.second_factor_refused',
      result: 'refused',
      origin: originOf(asked),
      detail: { factor },
    }),
  )
  return wrongProof()
}
