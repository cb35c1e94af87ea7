import { emailAddress, optionalText, text } from '#platform/text.ts'
import { z } from '#platform/schema.ts'

const passwordMax = 200

/** The password somebody has, as it is typed. */
const currentPassword = () =>
  z
    .string({ error: 'Enter your password.' })
    .min(1, 'Enter your password.')
    .max(passwordMax, `Use at most ${passwordMax} characters.`)

/** What somebody signs in with. */
export const SignIn = z.object({
  email: emailAddress(),
  password: currentPassword(),
})
export type SignIn = z.output<typeof SignIn>

/** A password to be kept. Length is all that is asked of it: NIST SP 800-63B, 3.1.1.2. */
const newPassword = () =>
  z
    .string({ error: 'Choose a password.' })
    .min(8, 'Use at least 8 characters.')
    .max(passwordMax, `Use at most ${passwordMax} characters.`)

/** A new account. */
export const Registration = z.object({
  fullName: text('Enter your name.', { max: 120 }),
  email: emailAddress(),
  password: newPassword(),
})
export type Registration = z.output<typeof Registration>

/** The account of somebody who was invited: the address is the invitation's. */
export const InvitedRegistration = Registration.omit({ email: true })
export type InvitedRegistration = z.output<typeof InvitedRegistration>

/** Where to send the link that lets somebody choose a new password. */
export const ResetRequest = z.object({ email: emailAddress() })

/** What is chosen behind that link. */
export const NewPassword = z.object({ password: newPassword() })
export type NewPassword = z.output<typeof NewPassword>

export const PasswordChange = z.object({ currentPassword: currentPassword(), password: newPassword() })
export type PasswordChange = z.output<typeof PasswordChange>

export const EmailChange = z.object({ email: emailAddress(), currentPassword: currentPassword() })
export type EmailChange = z.output<typeof EmailChange>

/** What a person says of themselves. */
export const Profile = z.object({
  fullName: text('Enter your name.', { max: 120 }),
  bio: optionalText({ max: 1000 }),
})
export type Profile = z.output<typeof Profile>
