import { randomBytes } from 'node:crypto'
import type { Needs } from '#platform/needs.ts'
import { keepOnce, takeOnce } from '#platform/single-use.ts'

export type PasskeyNeeds = Pick<Needs, 'env' | 'redis'>

/** What a passkey is asked for, and of whom: an answer counts for that and nothing else. */
export type Ceremony =
  | { readonly purpose: 'sign_in' }
  | { readonly purpose: 'add' | 'second_factor' | 'confirm'; readonly personId: string }

const seconds = 300

const nameOf = (ceremony: Ceremony) =>
  `passkey:${ceremony.purpose}:${ceremony.purpose === 'sign_in' ? 'anybody' : ceremony.personId}`

/** This platform as passkeys know it (the relying party of WebAuthn), by the address it is reached at. */
export function relyingParty({ APP_URL }: Pick<Needs['env'], 'APP_URL'>) {
  const { hostname, origin } = new URL(APP_URL)
  return { id: hostname, name: 'Codex', origin }
}

/** A challenge for a passkey to sign within five minutes, once. */
export async function newChallenge(needs: PasskeyNeeds, ceremony: Ceremony): Promise<string> {
  const challenge = randomBytes(32).toString('base64url')
  await keepOnce(needs, nameOf(ceremony), challenge, { value: 'asked', seconds })
  return challenge
}

/** Was this challenge given out for this, lately? It is used up by asking. */
export async function takeChallenge(
  needs: PasskeyNeeds,
  ceremony: Ceremony,
  challenge: string,
): Promise<boolean> {
  return (await takeOnce(needs, nameOf(ceremony), challenge)) !== null
}
