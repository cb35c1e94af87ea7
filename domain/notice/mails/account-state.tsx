import { Action, Facts, Frame, Paragraph } from './frame.tsx'

export const accountDisabledSubject = 'Your account was disabled'

/** Says that we closed the door of an account, why, and whom to write to. */
export function AccountDisabled({ name, reason }: { name: string; reason: string }) {
  return (
    <Frame preview="You are signed out, and cannot sign in." title="Your account was disabled">
      <Paragraph>
        Hello {name}, we have disabled your account at Codex. You are signed out everywhere, and cannot sign
        in. What you have made and bought is kept.
      </Paragraph>
      <Facts rows={[['Why', reason]]} />
      <Paragraph>If you think that this is a mistake, please answer this mail.</Paragraph>
    </Frame>
  )
}

export const accountEnabledSubject = 'Your account is open again'

/** Says that somebody can sign in again. */
export function AccountEnabled({
  name,
  reason,
  loginUrl,
}: {
  name: string
  reason: string
  loginUrl: string
}) {
  return (
    <Frame preview="You can sign in again." title="Your account is open again">
      <Paragraph>
        Hello {name}, your account at Codex is enabled again. You can sign in as before, and find everything
        where it was.
      </Paragraph>
      <Facts rows={[['Why', reason]]} />
      <Action href={loginUrl}>Sign in</Action>
    </Frame>
  )
}
