import type { RenditionIndex, Span } from './index-segments.ts'

/** A rendition as its playlists need it. */
export type PlaylistRendition = Pick<
  RenditionIndex,
  'initBytes' | 'segments' | 'bandwidth' | 'averageBandwidth' | 'codecs' | 'width' | 'height' | 'frameRate'
> & {
  /** Unique within the film; the address of its playlist is made from it. */
  name: string
  kind: 'video' | 'audio'
  /** Of a sound track: ISO 639 code. */
  language?: string | undefined
  /** Of a sound track: what a viewer reads when choosing. */
  title?: string | undefined
  channels?: number | undefined
}

/** The same without its segment table, which only its own playlist needs. */
export type PlaylistVariant = Omit<PlaylistRendition, 'initBytes' | 'segments'>

const head = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS']

/** A quoted string of RFC 8216 may hold neither quotes nor line breaks. */
const quoted = (value: string) => `"${value.replace(/["\r\n]/g, ' ')}"`

/**
 * The master playlist (RFC 8216, 4.3.4): pictures with their sound as a group beside them; or, where there is only
 * sound, one variant for each of its rungs. `urlFor` gives the address of a rendition's media playlist.
 */
export function masterPlaylist<R extends PlaylistVariant>(
  renditions: readonly R[],
  urlFor: (rendition: R) => string,
): string {
  const videos = renditions.filter(({ kind }) => kind === 'video')
  const tracks = renditions.filter(({ kind }) => kind === 'audio')
  if (videos.length === 0)
    return lines([...head, ...tracks.flatMap((track) => [variant(track, []), urlFor(track)])])
  const media = tracks.map((track, index) => audioTrack(track, index, urlFor(track)))
  return lines([...head, ...media, ...videos.flatMap((video) => [variant(video, tracks), urlFor(video)])])
}

/**
 * The media playlist of one rendition that lies in one file. The addresses may differ: a signed URL for the
 * initialization bytes need not be the one for the segments.
 */
export function mediaPlaylist(
  { initBytes, segments }: Pick<PlaylistRendition, 'initBytes' | 'segments'>,
  { initUrl, mediaUrl }: { initUrl: string; mediaUrl: string },
): string {
  const longest = Math.max(1, ...segments.map(({ duration }) => Math.round(duration)))
  return lines([
    ...head,
    `#EXT-X-TARGETDURATION:${longest}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    `#EXT-X-MAP:URI=${quoted(initUrl)},BYTERANGE="${initBytes}@0"`,
    ...segments.flatMap((segment) => [...range(segment), mediaUrl]),
    '#EXT-X-ENDLIST',
  ])
}

const lines = (all: string[]) => `${all.join('\n')}\n`
const range = ({ offset, length, duration }: Span) => [
  `#EXTINF:${duration.toFixed(6)},`,
  `#EXT-X-BYTERANGE:${length}@${offset}`,
]
const highest = (values: number[]) => Math.max(0, ...values)

function audioTrack(
  { name, language, title, channels }: PlaylistVariant,
  index: number,
  url: string,
): string {
  const attributes = [
    'TYPE=AUDIO',
    'GROUP-ID="audio"',
    `NAME=${quoted(title ?? language ?? (index === 0 ? 'Main' : name))}`,
    ...(language ? [`LANGUAGE=${quoted(language)}`] : []),
    `DEFAULT=${index === 0 ? 'YES' : 'NO'}`,
    'AUTOSELECT=YES',
    `CHANNELS="${channels ?? 2}"`,
    `URI=${quoted(url)}`,
  ]
  return `#EXT-X-MEDIA:${attributes.join(',')}`
}

function variant(rendition: PlaylistVariant, tracks: readonly PlaylistVariant[]): string {
  const codecs = [...new Set([rendition.codecs, ...tracks.map((track) => track.codecs)])]
  const attributes = [
    `BANDWIDTH=${rendition.bandwidth + highest(tracks.map((track) => track.bandwidth))}`,
    `AVERAGE-BANDWIDTH=${rendition.averageBandwidth + highest(tracks.map((track) => track.averageBandwidth))}`,
    `CODECS=${quoted(codecs.join(','))}`,
    ...(rendition.kind === 'video'
      ? [
          `RESOLUTION=${rendition.width}x${rendition.height}`,
          `FRAME-RATE=${rendition.frameRate.toFixed(3)}`,
          'VIDEO-RANGE=SDR',
          'CLOSED-CAPTIONS=NONE',
        ]
      : []),
    ...(tracks.length > 0 ? ['AUDIO="audio"'] : []),
  ]
  return `#EXT-X-STREAM-INF:${attributes.join(',')}`
}
