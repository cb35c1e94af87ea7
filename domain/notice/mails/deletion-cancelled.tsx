import { Action, Frame, Paragraph } from './frame.tsx'

export type DeletionCancelledFacts = { name: string; passwordUrl: string }

export const deletionCancelledSubject = 'Your account stays'

/** Says that the deletion of an account was taken back, and what to do if somebody else did it. */
export function DeletionCancelled({ name, passwordUrl }: DeletionCancelledFacts) {
  return (
    <Frame preview="Nothing was deleted." title="Your account stays">
      <Paragraph>
        Hello {name}, the deletion of your account was taken back. Nothing was deleted: what you bought, made
        and wrote is where it was, and you can buy and upload again.
      </Paragraph>
      <Paragraph>
        If that was not you, somebody else knows your password. Change it now, and then delete the account
        again if you still want to.
      </Paragraph>
      <Action href={passwordUrl}>Change my password</Action>
    </Frame>
  )
}
