import { Action, Frame, Paragraph } from './frame.tsx'

export type DeletionNoticeFacts = {
  name: string
  day: string
  /** Sent in the last days, not when it was asked for. */
  isReminder: boolean
  dataUrl: string
}

export const deletionSubject = ({ day, isReminder }: Pick<DeletionNoticeFacts, 'day' | 'isReminder'>) =>
  isReminder ? `Last days: your account is deleted on ${day}` : `Your account will be deleted on ${day}`

/** Says when an account is deleted, and how to keep it. */
export function DeletionNotice({ name, day, isReminder, dataUrl }: DeletionNoticeFacts) {
  return (
    <Frame
      preview="Until then you can keep it with one click."
      title={isReminder ? `Your account is deleted on ${day}` : `Your account will be deleted on ${day}`}
    >
      <Paragraph>
        Hello {name},{' '}
        {isReminder
          ? `a while ago you asked us to delete your account. That happens on ${day}.`
          : `you asked us to delete your account. Everywhere else you have been signed out. It is deleted on ${day}.`}
      </Paragraph>
      <Paragraph>
        Until then everything is as you left it. To keep your account, sign in and press “Keep my account”; to
        take your data along, ask for it on the same page.
      </Paragraph>
      <Action href={dataUrl}>Keep my account</Action>
      {!isReminder && (
        <Paragraph>If that was not you, keep the account and change your password now.</Paragraph>
      )}
    </Frame>
  )
}
