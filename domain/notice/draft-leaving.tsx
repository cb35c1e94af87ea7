import type { ReactElement } from 'react'
import type { ActorTx } from '#db/actor.ts'
import { AccountDeleted, accountDeletedSubject } from './mails/account-deleted.tsx'
import { DeletionCancelled, deletionCancelledSubject } from './mails/deletion-cancelled.tsx'
import { DeletionNotice, deletionSubject } from './mails/deletion-notice.tsx'
import { ExportReady, exportReadySubject } from './mails/export-ready.tsx'
import { findArchiveEnd, findDeletionDue, type PromisedMail } from './queries.ts'
import { formatDay } from './rules.ts'

const kinds = [
  'export_ready',
  'deletion_requested',
  'deletion_reminder',
  'deletion_cancelled',
  'account_deleted',
] as const
type Kind = (typeof kinds)[number]

/** Is it about a person's archive, or the deletion of their account? */
export const isOfLeaving = (emailType: string): emailType is Kind => kinds.includes(emailType as Kind)

/** The mails about an archive and about the deletion of an account. Throws when what they tell of is not there. */
export async function draftLeaving(
  tx: ActorTx,
  { about, emailType, userId }: PromisedMail,
  { name, appUrl }: { name: string; appUrl: string },
): Promise<{ subject: string; body: ReactElement }> {
  const dataUrl = new URL('/account/data', appUrl).href
  switch (emailType as Kind) {
    case 'export_ready': {
      const end = about.exportId ? await findArchiveEnd(tx, about.exportId) : undefined
      if (!end) throw new Error('the archive that a mail tells of is not there')
      return {
        subject: exportReadySubject,
        body: <ExportReady name={name} until={formatDay(end)} dataUrl={dataUrl} />,
      }
    }
    case 'account_deleted':
      return { subject: accountDeletedSubject, body: <AccountDeleted name={name} homeUrl={appUrl} /> }
    case 'deletion_cancelled': {
      const passwordUrl = new URL('/account/password', appUrl).href
      return {
        subject: deletionCancelledSubject,
        body: <DeletionCancelled name={name} passwordUrl={passwordUrl} />,
      }
    }
    case 'deletion_requested':
    case 'deletion_reminder': {
      const due = userId ? await findDeletionDue(tx, userId) : undefined
      if (!due) throw new Error('the deletion that a mail tells of is not there')
      const told = { name, day: formatDay(due), isReminder: emailType === 'deletion_reminder', dataUrl }
      return { subject: deletionSubject(told), body: <DeletionNotice {...told} /> }
    }
  }
}
