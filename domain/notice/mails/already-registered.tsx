import { Action, Frame, Paragraph } from './frame.tsx'

export type AlreadyRegisteredFacts = { name: string; loginUrl: string; resetUrl: string }

export const alreadyRegisteredSubject = 'You have an account already'

/** Sent instead of a link when somebody registers an address that has an account: the page itself does not tell. */
export function AlreadyRegistered({ name, loginUrl, resetUrl }: AlreadyRegisteredFacts) {
  return (
    <Frame preview="Somebody registered with your address." title={`Hello, ${name}`}>
      <Paragraph>
        Somebody, probably you, has just registered with this address. It has an account already, and nothing
        about it was changed.
      </Paragraph>
      <Action href={loginUrl}>Sign in</Action>
      <Paragraph>
        If you do not remember your password, choose a new one at {resetUrl}. If it was not you, do nothing.
      </Paragraph>
    </Frame>
  )
}
