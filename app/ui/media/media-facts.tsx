import type { ReactNode } from 'react'
import type { RenditionFacts } from '#domain/media/queries.ts'
import { CopyButton } from '../kit/copy-button.tsx'
import { formatBytes, formatDuration } from '../kit/format.ts'
import { DateTime } from '../kit/time.tsx'
import type { MediaView } from './media-view.ts'
import { trackNames } from './track-names.ts'

type MediaFactsProps = { media: MediaView; renditions: readonly RenditionFacts[] }

/** What is known of a media item's file. */
export function MediaFacts({ media, renditions }: MediaFactsProps) {
  const { durationSeconds, width, height, originalFilename, fileSizeBytes, createdAt, readyAt } = media
  const { mediaType, loudnessLufs, originalSha256 } = media
  const sounds = mediaType === 'video' ? [...trackNames(renditions, 'audio').values()] : []
  const subtitles = [...trackNames(renditions, 'text').values()]
  return (
    <section className="grid gap-2">
      <h2 className="font-semibold">File</h2>
      <dl className="grid gap-1.5 text-sm">
        <Fact name="Name">{originalFilename}</Fact>
        <Fact name="Size">{formatBytes(fileSizeBytes)}</Fact>
        {durationSeconds !== null && <Fact name="Duration">{formatDuration(durationSeconds)}</Fact>}
        {width !== null && height !== null && (
          <Fact name="Dimensions">
            {width} × {height}
          </Fact>
        )}
        {sounds.length > 0 && <Fact name="Sound">{sounds.join(', ')}</Fact>}
        {subtitles.length > 0 && <Fact name="Subtitles">{subtitles.join(', ')}</Fact>}
        {loudnessLufs !== null && (
          <Fact name="Loudness">{loudnessLufs.toFixed(1).replace('-', '−')} LUFS</Fact>
        )}
        {originalSha256 !== null && (
          <Fact name="SHA-256">
            <span className="inline-flex items-center gap-1">
              <code className="text-xs" title={originalSha256}>
                {originalSha256.slice(0, 12)}…
              </code>
              <CopyButton text={originalSha256} label="Copy SHA-256" className="-my-2 -mr-2" />
            </span>
          </Fact>
        )}
        <Fact name="Added">
          <DateTime value={createdAt} />
        </Fact>
        {readyAt && (
          <Fact name="Ready">
            <DateTime value={readyAt} />
          </Fact>
        )}
      </dl>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4">
      <dt className="shrink-0 text-ink-quiet">{name}</dt>
      <dd className="tabular min-w-0 text-right wrap-anywhere">{children}</dd>
    </div>
  )
}
