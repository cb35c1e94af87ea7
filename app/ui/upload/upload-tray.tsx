import { ChevronDown, ChevronUp, CloudUpload, Pause, Play, WifiOff, X } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from '../kit/button.tsx'
import { cx } from '../kit/cx.ts'
import { formatBytes, formatTimeLeft } from '../kit/format.ts'
import { useUploads } from './upload-context.tsx'
import { UploadRow } from './upload-row.tsx'
import { summarize, type UploadSummary } from './upload-summary.ts'

/** What is being uploaded, in a corner of every page of the studio. Nothing while there is nothing. */
export function UploadTray() {
  const { entries, connected, uploads } = useUploads()
  const [isOpen, setOpen] = useState(true)
  if (!uploads || entries.length === 0) return null
  const summary = summarize(entries)
  const isOver = summary.active === 0
  const percent = Math.floor((summary.sentBytes / Math.max(1, summary.totalBytes)) * 100)
  return (
    <section
      data-chrome
      aria-label="Uploads"
      className={cx(
        'fixed right-4 bottom-4 z-20 w-104 animate-appear overflow-hidden rounded-lg border border-line bg-raised shadow-high',
        'max-md:inset-x-3 max-md:bottom-[calc(4.25rem+env(safe-area-inset-bottom))] max-md:w-auto',
      )}
    >
      <header className="flex items-center gap-3 border-b border-line py-2 pr-2 pl-4">
        <CloudUpload aria-hidden className="size-5 shrink-0 text-brand" />
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-sm font-semibold">{headline(summary)}</h2>
          <p className="tabular truncate text-xs text-ink-quiet">{detail(summary, connected)}</p>
        </div>
        {summary.active > summary.paused && (
          <IconButton icon={Pause} size="sm" label="Pause all uploads" onPress={() => uploads.pauseAll()} />
        )}
        {summary.paused > 0 && summary.active === summary.paused && (
          <IconButton icon={Play} size="sm" label="Resume all uploads" onPress={() => uploads.resumeAll()} />
        )}
        <IconButton
          icon={isOpen ? ChevronDown : ChevronUp}
          size="sm"
          label={isOpen ? 'Show less of the uploads' : 'Show the uploads'}
          aria-expanded={isOpen}
          onPress={() => setOpen(!isOpen)}
        />
        {isOver && (
          <IconButton
            icon={X}
            size="sm"
            label="Close the list of uploads"
            onPress={() => uploads.dismissAll()}
          />
        )}
      </header>
      {!isOver && (
        <div
          role="progressbar"
          aria-label="All uploads"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          className="h-0.5 bg-sunken"
        >
          <div className="h-full bg-brand transition-[width] duration-250" style={{ width: `${percent}%` }} />
        </div>
      )}
      <p
        role="status"
        className={cx(connected ? 'sr-only' : 'flex items-center gap-2 bg-warn-quiet px-4 py-2 text-sm')}
      >
        {!connected && (
          <>
            <WifiOff aria-hidden className="size-4 shrink-0 text-warn" />
            Connection lost; going on by itself when it is back.
          </>
        )}
      </p>
      {isOpen && (
        <ul className="max-h-[min(24rem,45dvh)] divide-y divide-line overflow-y-auto">
          {entries.map((entry) => (
            <UploadRow key={entry.id} entry={entry} connected={connected} uploads={uploads} />
          ))}
        </ul>
      )}
    </section>
  )
}

const files = (count: number) => (count === 1 ? '1 file' : `${count} files`)

function headline({ active, paused, done, troubled }: UploadSummary): string {
  if (active > 0) return paused === active ? `${files(paused)} paused` : `Uploading ${files(active)}`
  if (troubled > 0) return `${files(troubled)} not uploaded`
  return `${files(done)} uploaded`
}

function detail(
  { active, sentBytes, totalBytes, bytesPerSecond, secondsLeft }: UploadSummary,
  connected: boolean,
): string {
  if (active === 0) return sentBytes > 0 ? formatBytes(sentBytes) : 'Nothing was sent'
  const amount = `${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}`
  if (secondsLeft === undefined || !connected) return amount
  return `${amount} · ${formatBytes(bytesPerSecond)}/s · ${formatTimeLeft(secondsLeft)}`
}
