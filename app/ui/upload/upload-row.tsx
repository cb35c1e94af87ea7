import { CircleAlert, CircleCheck, Pause, Play, RotateCcw, X } from 'lucide-react'
import { IconButton } from '../kit/button.tsx'
import { cx } from '../kit/cx.ts'
import { ConfirmDialog } from '../kit/dialog.tsx'
import { formatBytes, formatTimeLeft } from '../kit/format.ts'
import type { UploadEntry, Uploads } from './uploads.ts'

type UploadRowProps = { entry: UploadEntry; connected: boolean; uploads: Uploads }

/** One file on its way: how far, how fast, and what can be done with it. */
export function UploadRow({ entry, connected, uploads }: UploadRowProps) {
  const { id, name, state, sentBytes, sizeBytes, problem } = entry
  const percent = Math.min(100, Math.floor((sentBytes / Math.max(1, sizeBytes)) * 100))
  const isOver = state === 'done' || state === 'refused'
  return (
    <li className="grid gap-1.5 px-4 py-3">
      <div className="flex items-center gap-2">
        {state === 'done' && <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />}
        {problem && <CircleAlert aria-hidden className="size-4 shrink-0 text-bad" />}
        <p className="min-w-0 flex-1 truncate text-sm font-medium" title={name}>
          {name}
        </p>
        <div className="-my-1 flex shrink-0">
          {state === 'uploading' && (
            <IconButton icon={Pause} size="sm" label={`Pause ${name}`} onPress={() => uploads.pause(id)} />
          )}
          {state === 'paused' && (
            <IconButton icon={Play} size="sm" label={`Resume ${name}`} onPress={() => uploads.resume(id)} />
          )}
          {state === 'failed' && (
            <IconButton
              icon={RotateCcw}
              size="sm"
              label={`Try ${name} again`}
              onPress={() => uploads.retry(id)}
            />
          )}
          {isOver ? (
            <IconButton
              icon={X}
              size="sm"
              label={`Take ${name} off the list`}
              onPress={() => uploads.dismiss(id)}
            />
          ) : (
            state !== 'finishing' && <CancelButton entry={entry} uploads={uploads} />
          )}
        </div>
      </div>
      {!isOver && (
        <div
          role="progressbar"
          aria-label={`Upload of ${name}`}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          className="h-1.5 overflow-hidden rounded-full bg-sunken inset-ring inset-ring-line"
        >
          <div
            className={cx(
              'h-full rounded-full transition-[width] duration-250',
              state === 'failed' ? 'bg-bad' : state === 'paused' ? 'bg-line-strong' : 'bg-brand',
            )}
            style={{ width: `${percent}%` }}
          />
        </div>
      )}
      {problem ? (
        <p role="alert" className="text-sm text-pretty text-bad">
          {problem}
        </p>
      ) : (
        <p className="tabular flex justify-between gap-3 text-xs text-ink-quiet">
          <span>
            {state === 'done'
              ? formatBytes(sizeBytes)
              : `${formatBytes(sentBytes)} of ${formatBytes(sizeBytes)}`}
          </span>
          <span className="text-right">{stateText(entry, connected)}</span>
        </p>
      )}
    </li>
  )
}

function stateText(
  { state, pace: { bytesPerSecond, secondsLeft } }: UploadEntry,
  connected: boolean,
): string {
  switch (state) {
    case 'waiting':
      return 'Starting'
    case 'paused':
      return 'Paused'
    case 'finishing':
      return 'Checking what arrived'
    case 'done':
      return 'Uploaded'
    case 'uploading':
      if (!connected) return 'Waiting for the connection'
      if (bytesPerSecond <= 0 || secondsLeft === undefined) return 'Uploading'
      return `${formatBytes(bytesPerSecond)}/s · ${formatTimeLeft(secondsLeft)}`
    case 'failed':
    case 'refused':
      return ''
  }
}

function CancelButton({ entry, uploads }: { entry: UploadEntry; uploads: Uploads }) {
  return (
    <ConfirmDialog
      trigger={<IconButton icon={X} size="sm" label={`Cancel the upload of ${entry.name}`} />}
      title={`Cancel the upload of “${entry.name}”?`}
      confirm="Cancel upload"
      onConfirm={() => uploads.cancel(entry.id)}
    >
      What has arrived so far is thrown away. The file on your computer stays as it is.
    </ConfirmDialog>
  )
}
