import type { RenditionFacts } from '#domain/media/queries.ts'
import { DataTable, type Column } from '../kit/data-table.tsx'
import { formatBytes } from '../kit/format.ts'
import { trackNames } from './track-names.ts'

/** The qualities a media item is streamed in, its sound and its subtitles. */
export function RenditionList({ renditions }: { renditions: readonly RenditionFacts[] }) {
  if (renditions.length === 0) return null
  const hasPicture = renditions.some(({ kind }) => kind === 'video')
  return (
    <section className="grid gap-3">
      <h2 className="font-semibold">Qualities</h2>
      <DataTable
        caption="Qualities"
        columns={hasPicture ? columnsOfFilm(renditions) : columnsOfSound}
        rows={renditions}
        rowKey={({ name }) => name}
      />
    </section>
  )
}

const figures: Column<RenditionFacts>[] = [
  {
    key: 'mean',
    header: 'Bit rate',
    align: 'end',
    cell: ({ kind, averageBandwidth }) => (kind === 'text' ? null : bitRate(averageBandwidth)),
  },
  {
    key: 'peak',
    header: 'Peak',
    align: 'end',
    cell: ({ kind, bandwidth }) => (kind === 'text' ? null : bitRate(bandwidth)),
  },
  { key: 'bytes', header: 'Size', align: 'end', cell: ({ bytes }) => formatBytes(bytes) },
]

/** A rendition is called `720p, AV1`, `Sound, French` or `Subtitles, English`. */
function columnsOfFilm(renditions: readonly RenditionFacts[]): Column<RenditionFacts>[] {
  const tracks = new Map([...trackNames(renditions, 'audio'), ...trackNames(renditions, 'text')])
  const nameOf = ({ kind, name }: RenditionFacts) => {
    if (kind === 'video') return name.replace(/-av1$/, ', AV1')
    return [kind === 'audio' ? 'Sound' : 'Subtitles', tracks.get(name)].filter(Boolean).join(', ')
  }
  return [
    { key: 'name', header: 'Quality', isName: true, cell: nameOf },
    {
      key: 'size',
      header: 'Dimensions',
      cell: ({ width, height }) => (width && height ? `${width} × ${height}` : null),
    },
    ...figures,
  ]
}

/** Without a picture every row is sound: its rate tells one from the other. */
const columnsOfSound: Column<RenditionFacts>[] = [
  {
    key: 'name',
    header: 'Quality',
    isName: true,
    cell: ({ name }) => name.replace(/^audio-(\d+)k$/, 'Sound, $1k'),
  },
  ...figures,
]

/** Bits per second in the units of players: kbit/s, Mbit/s. */
function bitRate(bits: number): string {
  return bits >= 1_000_000 ? `${(bits / 1_000_000).toFixed(1)} Mbit/s` : `${Math.round(bits / 1000)} kbit/s`
}
