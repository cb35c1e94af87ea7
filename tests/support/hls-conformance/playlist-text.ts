import { readAttributes, type Attributes } from './attributes.ts'

export type Tag = { line: number; name: string; value: string }
/** A playlist as lines: its tags, and the lines that are URIs. */
export type PlaylistText = {
  /** For messages: what the master names it by. */
  name: string
  text: string
  tags: readonly Tag[]
  uris: readonly { line: number; uri: string }[]
}
export type ByteRange = { offset: number; length: number }
export type MediaMap = { line: number; uri: string | undefined; range: ByteRange | undefined }
export type Segment = {
  /** From 0, in the order of the playlist. */
  index: number
  line: number
  uri: string
  /** Seconds; undefined when there is no EXTINF that can be read. */
  duration: number | undefined
  range: ByteRange | undefined
  /** It has a range without an offset, and follows nothing in the same file. */
  hasUnknownOffset: boolean
  map: MediaMap | undefined
  isDiscontinuous: boolean
}

/** Tags that carry an attribute list. */
export const listTags: readonly string[] = [
  'EXT-X-MEDIA',
  'EXT-X-STREAM-INF',
  'EXT-X-I-FRAME-STREAM-INF',
  'EXT-X-MAP',
  'EXT-X-KEY',
  'EXT-X-SESSION-KEY',
  'EXT-X-SESSION-DATA',
  'EXT-X-START',
  'EXT-X-DATERANGE',
]

export function readPlaylistText(name: string, text: string): PlaylistText {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((content, index) => ({ line: index + 1, content }))
  return {
    name,
    text,
    tags: lines
      .filter(({ content }) => content.startsWith('#EXT'))
      .map(({ line, content }) => {
        const colon = content.indexOf(':')
        return colon < 0
          ? { line, name: content.slice(1), value: '' }
          : { line, name: content.slice(1, colon), value: content.slice(colon + 1) }
      }),
    uris: lines
      .filter(({ content }) => content.trim() !== '' && !content.startsWith('#'))
      .map(({ line, content }) => ({ line, uri: content })),
  }
}

export const tagsNamed = ({ tags }: PlaylistText, name: string) => tags.filter((tag) => tag.name === name)
export const attributesOf = (tag: Tag): Attributes => readAttributes(tag.value).attributes
/** The number that a tag holds; undefined when the tag is not there. */
export const numberIn = (playlist: PlaylistText, name: string): number | undefined => {
  const [tag] = tagsNamed(playlist, name)
  return tag ? Number.parseFloat(tag.value) : undefined
}

/** The media segments of a playlist, with what the tags before each of them say. */
export function segmentsOf(playlist: PlaylistText): Segment[] {
  const segments: Segment[] = []
  let map: MediaMap | undefined
  let from = 0
  for (const { line, uri } of playlist.uris) {
    const tags = playlist.tags.filter((tag) => tag.line > from && tag.line < line)
    from = line
    const last = (name: string) => tags.findLast((tag) => tag.name === name)
    const mapTag = last('EXT-X-MAP')
    if (mapTag) map = readMap(mapTag)
    const rangeTag = last('EXT-X-BYTERANGE')
    const range = rangeTag ? readRange(rangeTag.value, endOf(segments.at(-1), uri)) : undefined
    const duration = Number.parseFloat(last('EXTINF')?.value ?? '')
    segments.push({
      index: segments.length,
      line,
      uri,
      duration: Number.isNaN(duration) ? undefined : duration,
      range,
      hasUnknownOffset: rangeTag !== undefined && range === undefined,
      map,
      isDiscontinuous: last('EXT-X-DISCONTINUITY') !== undefined,
    })
  }
  return segments
}

const endOf = (before: Segment | undefined, uri: string) =>
  before?.uri === uri && before.range ? before.range.offset + before.range.length : undefined

function readMap(tag: Tag): MediaMap {
  const attributes = attributesOf(tag)
  const range = attributes.get('BYTERANGE')
  return {
    line: tag.line,
    uri: attributes.get('URI')?.value,
    range: range ? readRange(range.value, 0) : undefined,
  }
}

/** `n[@o]`, with where it starts when there is no offset. */
function readRange(text: string, start: number | undefined): ByteRange | undefined {
  const [, length, , offset] = /^(\d+)(@(\d+))?/.exec(text) ?? []
  const from = offset === undefined ? start : Number(offset)
  return length === undefined || from === undefined ? undefined : { offset: from, length: Number(length) }
}
