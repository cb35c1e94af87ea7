import { Action, Frame, Paragraph } from './frame.tsx'

export type WelcomeFacts = { name: string; homeUrl: string }

export const welcomeSubject = 'Welcome to Codex'

/** Sent once, when an account is made. */
export function Welcome({ name, homeUrl }: WelcomeFacts) {
  return (
    <Frame preview="Your account is ready." title={`Welcome, ${name}`}>
      <Paragraph>
        Your account is ready. Films, music and writing that you buy wait for you in your library, on every
        device you sign in on.
      </Paragraph>
      <Paragraph>
        Do you make things yourself? Open a studio, upload your first film and set its price.
      </Paragraph>
      <Action href={homeUrl}>See what is new</Action>
    </Frame>
  )
}
