import { peakOf, targetSeconds } from './rendition.ts'
import type { Rendition, RenditionPart } from './assemble-film.ts'
import type { Span } from './index-part.ts'

/** A rendition as the master playlist names it. */
export type PlaylistVariant = Pick<
  Rendition,
  | 'name'
  | 'kind'
  | 'bandwidth'
  | 'averageBandwidth'
  | 'codecs'
  | 'width'
  | 'height'
  | 'frameRate'
  | 'language'
  | 'title'
  | 'channels'
> & {
  /** Of its key frames alone, for seeking; undefined when there are none. */
  keyFrameBandwidth?: { peak: number; average: number } | undefined
}

/** Where the playlists of a rendition are: its segments, and its key frames for seeking. */
export type PlaylistUrls<R> = { media: (rendition: R) => string; keyFrames: (rendition: R) => string }

const head = ['#EXTM3U', '#EXT-X-VERSION:7']
const independent = '#EXT-X-INDEPENDENT-SEGMENTS'

/** A quoted string of RFC 8216 may hold neither quotes nor line breaks. */
const quoted = (value: string) => `"${value.replace(/["\r\n]/g, ' ')}"`

/**
 * The master playlist (RFC 8216, 4.3.4): pictures with their sound and subtitles as groups beside them, and their key frames
 * for seeking; or, where there is only sound, one variant for each of its rungs.
 */
export function masterPlaylist<R extends PlaylistVariant>(
  renditions: readonly R[],
  urls: PlaylistUrls<R>,
): string {
  const of = (kind: R['kind']) => renditions.filter((rendition) => rendition.kind === kind)
  const [videos, tracks, texts] = [of('video'), of('audio'), of('text')]
  if (videos.length === 0)
    return lines([...head, independent, ...tracks.flatMap((track) => [variant(track), urls.media(track)])])
  const names = distinctNames([...tracks, ...texts])
  return lines([
    ...head,
    independent,
    ...tracks.map((track, index) =>
      audioTrack(track, names.get(track) ?? '', index === 0, urls.media(track)),
    ),
    ...texts.map((text) => textTrack(text, names.get(text) ?? '', urls.media(text))),
    ...videos.flatMap((video) => [variant(video, tracks, texts), urls.media(video)]),
    ...videos.flatMap((video) => keyFrameVariant(video, urls.keyFrames(video)) ?? []),
  ])
}

/**
 * The media playlist of one rendition. Its files follow each other; the address of each is asked for. One that is growing says
 * so (EVENT, no end), and players look again.
 */
export function mediaPlaylist(
  parts: readonly RenditionPart[],
  urlOf: (part: RenditionPart) => string,
  { isGrowing = false }: { isGrowing?: boolean } = {},
): string {
  const segments = parts.flatMap((part) => part.segments)
  let known = ''
  const body = parts.flatMap((part) => {
    const url = urlOf(part)
    const map = part.initBytes > 0 && part.initHash !== known ? [initialization(part, url)] : []
    known = part.initHash
    const isWholeFile = part.initBytes === 0
    return [
      ...map,
      ...part.segments.flatMap((segment) => [
        extinf(segment),
        ...(isWholeFile ? [] : [byteRange(segment)]),
        url,
      ]),
    ]
  })
  return lines([
    ...head,
    independent,
    ...timing(segments, isGrowing ? 'EVENT' : 'VOD'),
    ...body,
    ...(isGrowing ? [] : ['#EXT-X-ENDLIST']),
  ])
}

/** The playlist of a rendition's key frames, one picture each (RFC 8216, 4.3.3.6). */
export function keyFramePlaylist(
  parts: readonly RenditionPart[],
  urlOf: (part: RenditionPart) => string,
): string {
  let known = ''
  const body = parts.flatMap((part) => {
    const url = urlOf(part)
    const map = part.initHash !== known ? [initialization(part, url)] : []
    known = part.initHash
    return [...map, ...part.keyFrames.flatMap((span) => [extinf(span), byteRange(span), url])]
  })
  const spans = parts.flatMap((part) => part.keyFrames)
  return lines([...head, '#EXT-X-I-FRAMES-ONLY', ...timing(spans, 'VOD'), ...body, '#EXT-X-ENDLIST'])
}

/** What a rendition's key frames alone take, in bit/s; undefined for sound and text. */
export function keyFrameBandwidth(parts: readonly RenditionPart[]): PlaylistVariant['keyFrameBandwidth'] {
  const spans = parts.flatMap((part) => part.keyFrames)
  const seconds = spans.reduce((sum, { duration }) => sum + duration, 0)
  if (seconds === 0) return undefined
  const bytes = spans.reduce((sum, { length }) => sum + length, 0)
  return { peak: peakOf(spans), average: Math.ceil((bytes * 8) / seconds) }
}

/** The shortest BCP 47 tag of a language that a file names its own way: `eng` is `en`. undefined when it is none. */
export function languageTag(language: string | null | undefined): string | undefined {
  if (!language) return undefined
  try {
    return Intl.getCanonicalLocales(language)[0]
  } catch {
    return undefined
  }
}

const lines = (all: string[]) => `${all.join('\n')}\n`
const extinf = ({ duration }: Span) => `#EXTINF:${duration.toFixed(6)},`
const byteRange = ({ offset, length }: Span) => `#EXT-X-BYTERANGE:${length}@${offset}`
const initialization = ({ initBytes }: RenditionPart, url: string) =>
  `#EXT-X-MAP:URI=${quoted(url)},BYTERANGE="${initBytes}@0"`
const highest = (values: number[]) => Math.max(0, ...values)

const timing = (spans: readonly Span[], type: 'VOD' | 'EVENT') => [
  `#EXT-X-TARGETDURATION:${targetSeconds(spans)}`,
  '#EXT-X-MEDIA-SEQUENCE:0',
  `#EXT-X-PLAYLIST-TYPE:${type}`,
]

/** What a viewer reads when choosing: no two of a kind alike. */
function distinctNames<R extends PlaylistVariant>(all: readonly R[]): Map<R, string> {
  const taken = new Set<string>()
  return new Map(
    all.map((rendition) => {
      const { title, language, kind } = rendition
      const wanted = title ?? languageTag(language) ?? (kind === 'text' ? 'Subtitles' : 'Main')
      let name = wanted
      for (let copy = 2; taken.has(`${kind} ${name}`); copy++) name = `${wanted} (${copy})`
      taken.add(`${kind} ${name}`)
      return [rendition, name]
    }),
  )
}

/** Apple asks for a language on every track; `und` is one that nobody told. */
const languageOf = ({ language }: PlaylistVariant) => `LANGUAGE=${quoted(languageTag(language) ?? 'und')}`

function audioTrack(track: PlaylistVariant, name: string, isDefault: boolean, url: string): string {
  const attributes = [
    'TYPE=AUDIO',
    'GROUP-ID="audio"',
    `NAME=${quoted(name)}`,
    languageOf(track),
    `DEFAULT=${isDefault ? 'YES' : 'NO'}`,
    'AUTOSELECT=YES',
    `CHANNELS="${track.channels ?? 2}"`,
    `URI=${quoted(url)}`,
  ]
  return `#EXT-X-MEDIA:${attributes.join(',')}`
}

function textTrack(text: PlaylistVariant, name: string, url: string): string {
  const attributes = [
    'TYPE=SUBTITLES',
    'GROUP-ID="text"',
    `NAME=${quoted(name)}`,
    languageOf(text),
    'DEFAULT=NO',
    'AUTOSELECT=YES',
    'FORCED=NO',
    `URI=${quoted(url)}`,
  ]
  return `#EXT-X-MEDIA:${attributes.join(',')}`
}

function variant(
  rendition: PlaylistVariant,
  tracks: readonly PlaylistVariant[] = [],
  texts: readonly PlaylistVariant[] = [],
): string {
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
    ...(texts.length > 0 ? ['SUBTITLES="text"'] : []),
  ]
  return `#EXT-X-STREAM-INF:${attributes.join(',')}`
}

function keyFrameVariant(video: PlaylistVariant, url: string): string | undefined {
  if (!video.keyFrameBandwidth) return undefined
  const { peak, average } = video.keyFrameBandwidth
  const attributes = [
    `BANDWIDTH=${peak}`,
    `AVERAGE-BANDWIDTH=${average}`,
    `CODECS=${quoted(video.codecs)}`,
    `RESOLUTION=${video.width}x${video.height}`,
    'VIDEO-RANGE=SDR',
    `URI=${quoted(url)}`,
  ]
  return `#EXT-X-I-FRAME-STREAM-INF:${attributes.join(',')}`
}
