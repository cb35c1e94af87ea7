import { Action, Frame, Paragraph } from './frame.tsx'

export type PasswordChangedFacts = { name: string; resetUrl: string }

export const passwordChangedSubject = 'Your password was changed'

/** Sent after every change of a password. */
export function PasswordChanged({ name, resetUrl }: PasswordChangedFacts) {
  return (
    <Frame preview="If it was you, there is nothing to do." title={`Hello, ${name}`}>
      <Paragraph>Your password was changed, and every other device was signed out.</Paragraph>
      <Paragraph>If that was you, there is nothing to do. If not, take your account back now:</Paragraph>
      <Action href={resetUrl}>Choose a new password</Action>
    </Frame>
  )
}
