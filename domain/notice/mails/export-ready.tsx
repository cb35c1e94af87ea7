import { Action, Frame, Paragraph } from './frame.tsx'

export type ExportReadyFacts = { name: string; until: string; dataUrl: string }

export const exportReadySubject = 'Your data is ready'

/** Says that the archive somebody asked for can be fetched. It leads to a page that asks who they are, never to the bytes. */
export function ExportReady({ name, until, dataUrl }: ExportReadyFacts) {
  return (
    <Frame preview={`You can download it until ${until}.`} title="Your data is ready">
      <Paragraph>
        Hello {name}, the archive of everything we keep about you is ready. You can download it until {until}.
        After that it is removed, and you can ask for another one.
      </Paragraph>
      <Paragraph>You will be asked to sign in and to confirm that it is you.</Paragraph>
      <Action href={dataUrl}>Open your data</Action>
      <Paragraph>
        If you did not ask for it, somebody else may be signed in as you: change your password, and end the
        devices you do not know.
      </Paragraph>
    </Frame>
  )
}
