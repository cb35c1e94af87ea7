import { Action, Frame, Paragraph } from './frame.tsx'

export type ChangeEmailFacts = { name: string; newEmail: string; confirmUrl: string }

export const changeEmailSubject = 'Confirm the change of your e-mail address'

/** Sent to the address of now: the account leaves it only when this is confirmed, too. */
export function LeaveAddress({ name, newEmail, confirmUrl }: ChangeEmailFacts) {
  return (
    <Frame preview={`Your account is to move to ${newEmail}.`} title={`Hello, ${name}`}>
      <Paragraph>
        Your account is to move from this address to {newEmail}. Please confirm that you want it.
      </Paragraph>
      <Action href={confirmUrl}>Confirm the change</Action>
      <Paragraph>
        It happens when both addresses have confirmed, within 24 hours. If you did not ask for it, do nothing
        and change your password.
      </Paragraph>
    </Frame>
  )
}

/** Sent to the new address. */
export function TakeAddress({ name, newEmail, confirmUrl }: ChangeEmailFacts) {
  return (
    <Frame preview="Confirm that this address is yours." title={`Hello, ${name}`}>
      <Paragraph>Your account is to move to {newEmail}. Please confirm that this address is yours.</Paragraph>
      <Action href={confirmUrl}>Confirm address</Action>
      <Paragraph>
        It happens when both addresses have confirmed, within 24 hours. If you did not ask for it, do nothing.
      </Paragraph>
    </Frame>
  )
}
