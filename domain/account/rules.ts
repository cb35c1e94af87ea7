import { emailAddress, text } from '#platform/text.ts'
import { z } from '#platform/schema.ts'

const passwordMax = 200

/** What somebody signs in with. The password is taken as it is typed. */
export const SignIn = z.object({
  email: emailAddress(),
  password: z
    .string({ error: 'Enter your password.' })
    .min(1, 'Enter your password.')
    .max(passwordMax, `Use at most ${passwordMax} characters.`),
})
export type SignIn = z.output<typeof SignIn>

/** A new account. Length is all that is asked of a password: NIST SP 800-63B, 3.1.1.2. */
export const Registration = z.object({
  fullName: text('Enter your name.', { max: 120 }),
  email: emailAddress(),
  password: z
    .string({ error: 'Choose a password.' })
    .min(8, 'Use at least 8 characters.')
    .max(passwordMax, `Use at most ${passwordMax} characters.`),
})
export type Registration = z.output<typeof Registration>
