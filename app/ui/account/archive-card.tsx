import { Form } from '@remix-run/react'
import { Download, PackageOpen } from 'lucide-react'
import { buttonClass } from '../kit/button.tsx'
import { FormCard, SubmitButton } from '../kit/form.tsx'
import { formatBytes } from '../kit/format.ts'
import { Notice } from '../kit/notice.tsx'
import { DateTime } from '../kit/time.tsx'

/** The archive that was asked for last, as its page knows it. */
export type ArchiveView = {
  id: string
  status: 'pending' | 'running' | 'ready' | 'failed' | 'expired'
  bytes: number | null
  createdAt: Date | string
  expiresAt: Date | string | null
}

/** Everything about a person in one archive: ask for it, see how far it is, download it. */
export function ArchiveCard({
  archive,
  refused,
}: {
  archive?: ArchiveView | undefined
  refused?: string | undefined
}) {
  const isBeingMade = archive?.status === 'pending' || archive?.status === 'running'
  const isReady = archive?.status === 'ready'
  return (
    <FormCard
      title="Take your data along"
      description="One archive of everything we keep about you, as JSON and as CSV. Films stay in the studio: the archive says how to download them."
      actions={
        !isBeingMade && (
          <>
            <Form method="post">
              <SubmitButton
                name="intent"
                value="export"
                icon={PackageOpen}
                look={isReady ? 'quiet' : 'primary'}
              >
                {isReady ? 'Make a new archive' : 'Make my archive'}
              </SubmitButton>
            </Form>
            {isReady && (
              <a href={`/account/data/archive/${archive.id}`} className={buttonClass()}>
                <Download aria-hidden className="size-4" />
                Download archive
              </a>
            )}
          </>
        )
      }
    >
      {refused && <Notice tone="error">{refused}</Notice>}
      {archive && <ArchiveState archive={archive} />}
    </FormCard>
  )
}

function ArchiveState({ archive: { status, bytes, createdAt, expiresAt } }: { archive: ArchiveView }) {
  switch (status) {
    case 'pending':
      return (
        <Notice title="Your archive waits for its turn">
          You can leave this page. We send you a mail as soon as it is ready.
        </Notice>
      )
    case 'running':
      return (
        <Notice title="Your archive is being made">
          Usually that takes less than a minute. We send you a mail as soon as it is ready.
        </Notice>
      )
    case 'ready':
      return (
        <Notice tone="success" title="Your archive is ready">
          {bytes !== null && <span className="tabular">{formatBytes(bytes)}, made </span>}
          <DateTime value={createdAt} />
          {expiresAt && (
            <>
              . You can download it until <DateTime value={expiresAt} />.
            </>
          )}
        </Notice>
      )
    case 'failed':
      return (
        <Notice tone="error" title="Your archive could not be made">
          That is our fault. Ask for it again; if it fails once more, please write to us.
        </Notice>
      )
    case 'expired':
      return (
        <p className="text-ink-quiet">
          The archive of <DateTime value={createdAt} dateOnly /> was removed after its time. You can have a
          new one made.
        </p>
      )
  }
}
