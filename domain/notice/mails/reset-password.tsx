import { Action, Frame, Paragraph } from './frame.tsx'

export type ResetPasswordFacts = { name: string; resetUrl: string }

export const resetPasswordSubject = 'Choose a new password'

/** Sent when somebody has asked for a new password. */
export function ResetPassword({ name, resetUrl }: ResetPasswordFacts) {
  return (
    <Frame preview="The link works once, for an hour." title={`Hello, ${name}`}>
      <Paragraph>Here you choose a new password. It signs you out everywhere else.</Paragraph>
      <Action href={resetUrl}>Choose a new password</Action>
      <Paragraph>
        The link works once, for an hour. If you did not ask for it, do nothing: your password stays as it is.
      </Paragraph>
    </Frame>
  )
}
