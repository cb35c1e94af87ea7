import { Frame, Paragraph } from './frame.tsx'

export type EmailChangedFacts = { name: string }

export const emailChangedSubject = 'Your e-mail address was changed'

/** Sent to the address that was left. */
export function EmailChanged({ name }: EmailChangedFacts) {
  return (
    <Frame preview="You sign in with your new address from now on." title={`Hello, ${name}`}>
      <Paragraph>
        Your account has moved to your new address. You sign in with it from now on, and our mails go there.
      </Paragraph>
      <Paragraph>
        Both addresses have confirmed it. If that was not you, please write to us at once.
      </Paragraph>
    </Frame>
  )
}
