import { generateSecret, generateURI, verify } from 'otplib'

const periodSeconds = 30

/** A new secret for an authenticator app: 160 random bits in base 32 (RFC 4226, section 4). */
export const newTotpSecret = () => generateSecret()

/** What the QR code for an authenticator app says. */
export const totpUri = (secret: string, email: string) =>
  generateURI({ issuer: 'Codex', label: email, secret })

/**
 * The time step that a code of six digits is of (RFC 6238); undefined when it is of none. A clock may be one step off, and a
 * step at or before `lastStep` counts no more: a code works once.
 */
export async function matchTotp(given: {
  readonly secret: string
  readonly code: string
  readonly lastStep: number
  readonly now: Date
}): Promise<number | undefined> {
  const result = await verify({
    strategy: 'totp',
    secret: given.secret,
    token: given.code,
    epoch: Math.floor(given.now.getTime() / 1000),
    period: periodSeconds,
    epochTolerance: periodSeconds,
  })
  if (!result.valid || !('timeStep' in result)) return undefined
  return result.timeStep > given.lastStep ? result.timeStep : undefined
}
