import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server'
import type { AsActor } from '#db/actor.ts'
import { isRefusal } from '#platform/refusal.ts'
import type { PasskeyAssertion } from './factor-rules.ts'
import {
  newChallenge,
  relyingParty,
  takeChallenge,
  type Ceremony,
  type PasskeyNeeds,
} from './passkey-challenge.ts'
import { findPasskey, notePasskeyUse, type KnownPasskey, type Passkey } from './passkeys.ts'

/** What a browser asks a passkey with; without `own` the person chooses any they have. */
export async function passkeyRequest(
  needs: PasskeyNeeds,
  ceremony: Ceremony,
  own?: readonly Pick<Passkey, 'id' | 'transports'>[],
) {
  const challenge = await newChallenge(needs, ceremony)
  return generateAuthenticationOptions({
    rpID: relyingParty(needs.env).id,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    timeout: 300_000,
    userVerification: 'required',
    ...(own && { allowCredentials: own.map(({ id, transports }) => ({ id, transports })) }),
  })
}

/**
 * Checks what a passkey has signed: for this platform, for this ceremony, once, by its own person, who has shown that it is
 * them. Answers the passkey with whose it is; undefined when anything of that is not so.
 */
export async function provePasskey(
  needs: PasskeyNeeds & { readonly asActor: AsActor },
  ceremony: Ceremony,
  assertion: PasskeyAssertion,
): Promise<KnownPasskey | undefined> {
  const guest = { kind: 'guest' } as const
  const known = await needs.asActor(guest, (tx) => findPasskey(tx, assertion.id), 'read')
  if (!known || !belongs(known, ceremony, assertion)) return undefined
  const { id, origin } = relyingParty(needs.env)
  const { clientDataJSON, authenticatorData, signature } = assertion.response
  const verified = await verifyAuthenticationResponse({
    response: {
      ...assertion,
      response: { clientDataJSON, authenticatorData, signature },
      clientExtensionResults: {},
    },
    expectedChallenge: (challenge) => takeChallenge(needs, ceremony, challenge),
    expectedOrigin: origin,
    expectedRPID: id,
    credential: {
      id: assertion.id,
      publicKey: new Uint8Array(Buffer.from(known.publicKey, 'base64url')),
      counter: known.counter,
    },
    requireUserVerification: true,
  }).catch((error: unknown) => {
    if (isRefusal(error)) throw error
    return { verified: false } as const
  })
  if (!verified.verified) return undefined
  const { newCounter, credentialBackedUp } = verified.authenticationInfo
  const use = { id: assertion.id, counter: newCounter, isBackedUp: credentialBackedUp }
  return (await needs.asActor(guest, (tx) => notePasskeyUse(tx, use))) ? known : undefined
}

/** The passkey is of whom it must be, and the browser names the same person (WebAuthn, 7.2, step 6). */
function belongs({ person }: KnownPasskey, ceremony: Ceremony, { response }: PasskeyAssertion): boolean {
  if (ceremony.purpose !== 'sign_in' && ceremony.personId !== person.id) return false
  return (
    response.userHandle === undefined ||
    Buffer.from(response.userHandle, 'base64url').toString('utf8') === person.id
  )
}
