import { Action, Frame, Paragraph } from './frame.tsx'

export type VerifyEmailFacts = { name: string; verifyUrl: string }

export const verifyEmailSubject = 'Confirm your e-mail address'

/** Sent when somebody registers, and again when they ask. */
export function VerifyEmail({ name, verifyUrl }: VerifyEmailFacts) {
  return (
    <Frame preview="One click, and your account is whole." title={`Hello, ${name}`}>
      <Paragraph>Confirm that this address is yours. Then you can buy, and your receipts find you.</Paragraph>
      <Action href={verifyUrl}>Confirm address</Action>
      <Paragraph>
        The link works once, for 24 hours. If you did not register, do nothing: without it nobody can buy in
        your name.
      </Paragraph>
    </Frame>
  )
}
