import { Facts, Frame, Paragraph } from './frame.tsx'

export type SupportAccessFacts = {
  name: string
  supporter: string
  reason: string
  start: string
  end: string
}

export const supportAccessSubject = 'Our support looked at Codex as you'

/** Says who saw the product with a person's eyes, when, why and until when. */
export function SupportAccess({ name, supporter, reason, start, end }: SupportAccessFacts) {
  return (
    <Frame preview={`${supporter} can see your account until ${end}.`} title="Our support sees what you see">
      <Paragraph>
        Hello {name}, to help you, somebody of our support looks at Codex as you do. They can see your pages
        and change nothing: no purchase, no setting, no place in a film.
      </Paragraph>
      <Facts
        rows={[
          ['Who', supporter],
          ['Why', reason],
          ['From', start],
          ['At the latest until', end],
        ]}
      />
      <Paragraph>If you did not expect this, please answer this mail.</Paragraph>
    </Frame>
  )
}
