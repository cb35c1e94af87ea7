import { Link } from '@remix-run/react'
import { X } from 'lucide-react'
import { StatusBadge } from '../kit/badge.tsx'
import { Button } from '../kit/button.tsx'
import { ConfirmDialog } from '../kit/dialog.tsx'
import { formatBytes } from '../kit/format.ts'
import { Poster } from '../kit/poster.tsx'
import { ProgressBar } from '../kit/progress.tsx'
import { RelativeTime } from '../kit/time.tsx'
import { UploadButton } from '../upload/drop-zone.tsx'
import { useUploads } from '../upload/upload-context.tsx'
import { mediaPosterUrl, type MediaView } from './media-view.ts'
import { RetryButton } from './retry-button.tsx'
import { TranscodeState } from './transcode-state.tsx'

/** A media item in the library: its poster, how it stands, and what it waits for. */
export function MediaCard({ media, to, maxBytes }: { media: MediaView; to: string; maxBytes: number }) {
  const { title, mediaType, status, durationSeconds, fileSizeBytes, createdAt } = media
  return (
    <li className="flex flex-col overflow-hidden rounded-lg border border-line bg-surface shadow-low">
      <Link to={to} tabIndex={-1} aria-hidden prefetch="intent">
        <Poster
          src={mediaPosterUrl(media)}
          hash={media.posterHash}
          kind={mediaType}
          duration={durationSeconds}
          className="rounded-none"
        />
      </Link>
      <div className="flex flex-1 flex-col gap-2 p-4">
        <div className="flex items-start justify-between gap-3">
          <h2 className="min-w-0 font-medium wrap-anywhere">
            <Link
              to={to}
              prefetch="intent"
              className="line-clamp-2 rounded-sm hover:underline hover:underline-offset-3"
            >
              {title}
            </Link>
          </h2>
          <StatusBadge status={status} className="shrink-0" />
        </div>
        {status === 'uploading' ? (
          <UnfinishedUpload media={media} action={to} maxBytes={maxBytes} />
        ) : (
          <TranscodeState media={media} />
        )}
        {status === 'failed' && media.canRetry && <RetryButton action={to} title={title} />}
        <p className="tabular mt-auto flex justify-between gap-3 pt-1 text-sm text-ink-quiet">
          <span>{formatBytes(fileSizeBytes)}</span>
          <RelativeTime value={createdAt} />
        </p>
      </div>
    </li>
  )
}

type UnfinishedUploadProps = { media: MediaView; action: string; maxBytes: number }

/** An upload that has not all arrived: how far it is here, or how to go on with it. */
export function UnfinishedUpload({ media, action, maxBytes }: UnfinishedUploadProps) {
  const { entries } = useUploads()
  const { title, fileSizeBytes, originalFilename, upload } = media
  const here = entries.find(({ mediaId, state }) => mediaId === media.id && state !== 'failed')
  const arrived = here ? here.sentBytes : (upload?.receivedBytes ?? 0)
  return (
    <div className="grid gap-2">
      <ProgressBar
        value={(arrived / fileSizeBytes) * 100}
        label={`${title}: uploaded`}
        hideLabel
        detail={`${formatBytes(arrived)} of ${formatBytes(fileSizeBytes)}`}
      />
      {!here && (
        <>
          <p className="text-sm text-pretty text-ink-quiet">
            The upload was interrupted. Choose “{originalFilename}” again to go on where it stopped.
          </p>
          <div className="flex flex-wrap gap-2">
            <UploadButton maxBytes={maxBytes} look="quiet" size="sm">
              Choose the file
            </UploadButton>
            <ConfirmDialog
              trigger={
                <Button look="ghost" size="sm" icon={X}>
                  Cancel upload
                </Button>
              }
              title={`Cancel the upload of “${title}”?`}
              confirm="Cancel upload"
              action={action}
              fields={{ intent: 'delete' }}
            >
              What has arrived so far is thrown away. The file on your computer stays as it is.
            </ConfirmDialog>
          </div>
        </>
      )}
    </div>
  )
}
