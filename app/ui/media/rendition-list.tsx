import type { RenditionFacts } from '#domain/media/queries.ts'
import { DataTable, type Column } from '../kit/data-table.tsx'
import { formatBytes } from '../kit/format.ts'

/** The qualities a media item is streamed in. */
export function RenditionList({ renditions }: { renditions: readonly RenditionFacts[] }) {
  if (renditions.length === 0) return null
  const hasPicture = renditions.some(({ kind }) => kind === 'video')
  return (
    <section className="grid gap-3">
      <h2 className="font-semibold">Qualities</h2>
      <DataTable
        caption="Qualities"
        columns={hasPicture ? columns : columnsOfSound}
        rows={renditions}
        rowKey={({ name }) => name}
      />
    </section>
  )
}

/** What a rendition is called: `720p, AV1`, `Sound, French`. */
function nameOf({ kind, name, language, title }: RenditionFacts): string {
  if (kind === 'video') return name.replace(/-av1$/, ', AV1')
  const what = kind === 'audio' ? 'Sound' : 'Subtitles'
  const which = title ?? (language && languageName(language))
  return which ? `${what}, ${which}` : what
}

function languageName(language: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language
  } catch {
    return language
  }
}

const columns: Column<RenditionFacts>[] = [
  {
    key: 'name',
    header: 'Quality',
    isName: true,
    cell: (rendition) => nameOf(rendition),
  },
  {
    key: 'size',
    header: 'Dimensions',
    cell: ({ width, height }) => (width && height ? `${width} × ${height}` : '–'),
  },
  {
    key: 'mean',
    header: 'Bit rate',
    align: 'end',
    cell: ({ averageBandwidth }) => bitRate(averageBandwidth),
  },
  { key: 'peak', header: 'Peak', align: 'end', cell: ({ bandwidth }) => bitRate(bandwidth) },
  { key: 'bytes', header: 'Size', align: 'end', cell: ({ bytes }) => formatBytes(bytes) },
]

/** Without a picture every row is sound: its rate tells one from the other. */
const columnsOfSound: Column<RenditionFacts>[] = columns
  .filter(({ key }) => key !== 'size')
  .map((column) =>
    column.key === 'name'
      ? { ...column, cell: ({ name }) => name.replace(/^audio-(\d+)k$/, 'Sound, $1k') }
      : column,
  )

/** Bits per second in the units of players: kbit/s, Mbit/s. */
function bitRate(bits: number): string {
  return bits >= 1_000_000 ? `${(bits / 1_000_000).toFixed(1)} Mbit/s` : `${Math.round(bits / 1000)} kbit/s`
}
