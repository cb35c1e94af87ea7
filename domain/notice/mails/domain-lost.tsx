import { Action, Frame, Paragraph } from './frame.tsx'

export type DomainLostFacts = { name: string; organization: string; domain: string; settingsUrl: string }

export const domainLostSubject = (domain: string) => `${domain} no longer shows your storefront`

/** Sent to an owner when the record that proves their domain has been missing for three days. */
export function DomainLost({ name, organization, domain, settingsUrl }: DomainLostFacts) {
  return (
    <Frame
      preview="Its TXT record has been missing for three days."
      title={`${domain} is not connected any more`}
    >
      <Paragraph>
        Hello {name}, the TXT record that proves {domain} is yours has been missing for three days, so the
        storefront of {organization} is not shown there any more. It stays open at its address on Codex.
      </Paragraph>
      <Paragraph>Put the record back, then check the domain again in the settings.</Paragraph>
      <Action href={settingsUrl}>See the record</Action>
    </Frame>
  )
}
