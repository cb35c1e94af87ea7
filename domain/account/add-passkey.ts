import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server'
import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { isRefusal, Refusal } from '#platform/refusal.ts'
import { mostPasskeys, type PasskeyAttestation } from './factor-rules.ts'
import { newChallenge, relyingParty, takeChallenge, type PasskeyNeeds } from './passkey-challenge.ts'
import type { Passkey } from './passkeys.ts'
import type { SessionPerson } from './sessions.ts'

/** What a browser makes a passkey from: one that finds its person by itself, after they have shown that it is them. */
export async function passkeyCreation(
  needs: PasskeyNeeds,
  person: Pick<SessionPerson, 'id' | 'email' | 'fullName'>,
  existing: readonly Pick<Passkey, 'id' | 'transports'>[],
) {
  const { id, name } = relyingParty(needs.env)
  const challenge = await newChallenge(needs, { purpose: 'add', personId: person.id })
  return generateRegistrationOptions({
    rpID: id,
    rpName: name,
    userID: new TextEncoder().encode(person.id),
    userName: person.email,
    userDisplayName: person.fullName,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    timeout: 300_000,
    attestationType: 'none',
    excludeCredentials: existing.map(({ id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

export type MadePasskey = {
  readonly id: string
  readonly publicKey: string
  readonly counter: number
  readonly transports: readonly string[]
  readonly deviceType: string
  readonly isBackedUp: boolean
}

/** Checks what a browser says after it made a passkey. Refuses with `invalid` when it does not answer what was asked. */
export async function checkNewPasskey(
  needs: PasskeyNeeds,
  personId: string,
  attestation: PasskeyAttestation,
): Promise<MadePasskey> {
  const { id, origin } = relyingParty(needs.env)
  const { transports = [], ...response } = attestation.response
  const verified = await verifyRegistrationResponse({
    response: { ...attestation, response, clientExtensionResults: {} },
    expectedChallenge: (challenge) => takeChallenge(needs, { purpose: 'add', personId }, challenge),
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
  }).catch((error: unknown) => {
    if (isRefusal(error)) throw error
    return { verified: false } as const
  })
  if (!verified.verified)
    throw new Refusal('invalid', 'passkey_not_made', 'The passkey could not be added. Please try again.')
  const { credential, credentialDeviceType, credentialBackedUp } = verified.registrationInfo
  return {
    id: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports,
    deviceType: credentialDeviceType,
    isBackedUp: credentialBackedUp,
  }
}

/**
 * Keeps a checked passkey as the actor's; the mail about it is promised with it. Refuses with `conflict` when it is enrolled,
 * or there are as many as a person may have.
 */
export async function addPasskey(tx: ActorTx, made: MadePasskey, name: string): Promise<void> {
  const { rows } = await tx.execute<{ outcome: 'added' | 'taken' | 'too_many' }>(
    sql`select app.add_passkey(${made.id}, ${made.publicKey}, ${made.counter}, ${JSON.stringify(made.transports)}::jsonb,
      ${made.deviceType}, ${made.isBackedUp}, ${name}, ${mostPasskeys}) as outcome`,
  )
  switch (rows[0]!.outcome) {
    case 'added':
      return
    case 'taken':
      throw new Refusal('conflict', 'passkey_taken', 'This passkey is in use already.')
    case 'too_many':
      throw new Refusal(
        'conflict',
        'too_many_passkeys',
        `You have ${mostPasskeys} passkeys. Remove one that you no longer use first.`,
      )
  }
}
