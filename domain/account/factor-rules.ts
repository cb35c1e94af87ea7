import { z } from '#platform/schema.ts'
import { text } from '#platform/text.ts'
import { SignIn } from './rules.ts'

/** What somebody has beside their password. */
export type SecondFactors = {
  /** An authenticator app that was confirmed. */
  readonly hasTotp: boolean
  readonly passkeys: number
  readonly recoveryCodesLeft: number
}

/** How somebody proved who they are beyond a password. */
export type FactorKind = 'totp' | 'passkey' | 'recovery_code'

/** Recovery codes alone are no factor: they stand in for one. */
export const hasSecondFactor = ({ hasTotp, passkeys }: SecondFactors) => hasTotp || passkeys > 0

/** What is said of every code and every passkey that is not right, whatever is wrong with it. */
export const wrongProofText = 'That did not work. Check it and try again, or prove it in another way.'

/** A code of six digits from an app, or a recovery code; spaces and hyphens are for the eye. */
export const ProofCode = z.object({
  code: text('Enter the code.', { max: 40 })
    .transform((code) => code.replace(/[\s-]/g, '').toUpperCase())
    .pipe(
      z.string().regex(/^(\d{6}|[0-9A-Z]{10})$/, 'A code has six digits, a recovery code ten characters.'),
    ),
})
export type ProofCode = z.output<typeof ProofCode>

/** Is this how a code of an app looks? */
export const isTotpCode = (code: string) => /^\d{6}$/.test(code)

/** The code that an app shows while it is being set up. */
export const TotpConfirmation = z.object({
  code: text('Enter the code that the app shows.', { max: 40 })
    .transform((code) => code.replace(/[\s-]/g, ''))
    .pipe(z.string().regex(/^\d{6}$/, 'The code has six digits.')),
})

/** The password of somebody who is signed in, once more. */
export const PasswordAgain = SignIn.pick({ password: true })

const passkeyName = () => text('Give the passkey a name.', { max: 80 })

/** Passkeys a person may have. */
export const mostPasskeys = 20

const base64url = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\w-]+$/)
/** One of one's passkeys. */
export const ChosenPasskey = z.object({ passkeyId: base64url(1400) })

/** A passkey is known to its owner by a name. */
export const PasskeyName = ChosenPasskey.extend({ name: passkeyName() })

const credential = {
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal('public-key'),
}

/** JSON in a field of a form, as browsers' passkey answers are sent. */
function jsonField<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .max(100_000)
    .transform((value, context): unknown => {
      try {
        return JSON.parse(value)
      } catch {
        context.addIssue({ code: 'custom', message: wrongProofText })
        return z.NEVER
      }
    })
    .pipe(schema)
}

/** What a browser says after a passkey has signed (AuthenticationResponseJSON of WebAuthn). */
export const PasskeyAssertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url(20_000),
    authenticatorData: base64url(20_000),
    signature: base64url(20_000),
    userHandle: base64url(200).optional(),
  }),
})
export type PasskeyAssertion = z.output<typeof PasskeyAssertion>
export const PasskeyProof = z.object({ credential: jsonField(PasskeyAssertion) })

/** What a browser says after a passkey was made (RegistrationResponseJSON of WebAuthn). */
export const PasskeyAttestation = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url(20_000),
    attestationObject: base64url(60_000),
    transports: z.array(z.string().max(40)).max(10).optional(),
  }),
})
export type PasskeyAttestation = z.output<typeof PasskeyAttestation>
export const NewPasskey = z.object({ name: passkeyName(), credential: jsonField(PasskeyAttestation) })
