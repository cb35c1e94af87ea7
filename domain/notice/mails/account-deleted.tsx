import { Frame, Paragraph } from './frame.tsx'

export type AccountDeletedFacts = { name: string; homeUrl: string }

export const accountDeletedSubject = 'Your account has been deleted'

/** The last mail to an address, before it is erased. */
export function AccountDeleted({ name, homeUrl }: AccountDeletedFacts) {
  return (
    <Frame preview="This is our last mail to you." title="Your account has been deleted">
      <Paragraph>
        Hello {name}, as you asked, your account has been deleted. Your name, your address and what was yours
        alone are being erased, this address too: this is our last mail to you.
      </Paragraph>
      <Paragraph>
        What the law asks us to keep of purchases and sales stays, without your name. What you published with
        an organization stays with it.
      </Paragraph>
      <Paragraph>
        You are welcome to come back at any time. A new account at {homeUrl} begins with nothing.
      </Paragraph>
    </Frame>
  )
}
