import type { Attributes } from './attributes.ts'
import { readSegment, type SegmentMedia } from './fragments.ts'
import { readInitialization, type Initialization, type Track } from './initialization.ts'
import {
  attributesOf,
  readPlaylistText,
  segmentsOf,
  tagsNamed,
  type PlaylistText,
  type Segment,
  type Tag,
} from './playlist-text.ts'

/** One on demand presentation, as a player would fetch it. */
export type Presentation = {
  /** The master playlist's text, as served. */
  master: string
  /** Text of a media, I-frame or subtitle playlist by the URI that the master names. */
  playlist(uri: string): Promise<string>
  /** `length` bytes from `offset` of a media file by the URI that a playlist names (undefined length: the whole). */
  bytes(uri: string, offset: number, length?: number): Promise<Uint8Array>
}
export type MediaSegment = Segment & {
  initialization: Initialization | undefined
  /** The only track of the initialization. */
  track: Track | undefined
  media: SegmentMedia | undefined
  /** Of a subtitle segment. */
  words: string | undefined
}
export type MediaPlaylist = PlaylistText & {
  /** `unknown` when nothing tells what it holds. */
  kind: 'video' | 'audio' | 'text' | 'keyFrames' | 'unknown'
  segments: readonly MediaSegment[]
}
/** A tag of the master with its attributes and the playlist that it names. */
export type Named = { tag: Tag; attributes: Attributes; playlist: MediaPlaylist | undefined }
export type ReadPresentation = {
  master: PlaylistText
  variants: readonly Named[]
  keyFrameVariants: readonly Named[]
  renditions: readonly Named[]
  /** Every playlist that the master names, once. */
  playlists: readonly MediaPlaylist[]
  /** What could not be read, and why. */
  unread: readonly string[]
}

/** Reads all that a presentation names: playlists, initializations and segments. What cannot be read is left out and listed. */
export async function readPresentation(presentation: Presentation): Promise<ReadPresentation> {
  const reader = readerOf(presentation)
  const master = readPlaylistText('master', presentation.master)
  const named = async (tag: Tag, uri: string | undefined, use: Use): Promise<Named> => {
    const playlist = uri === undefined ? undefined : await reader.playlist(uri, use)
    return { tag, attributes: attributesOf(tag), playlist }
  }
  const byAttribute = (tag: Tag) => attributesOf(tag).get('URI')?.value
  const variants = await inTurn(tagsNamed(master, 'EXT-X-STREAM-INF'), (tag) =>
    named(tag, uriAfter(master, tag), 'media'),
  )
  const keyFrameVariants = await inTurn(tagsNamed(master, 'EXT-X-I-FRAME-STREAM-INF'), (tag) =>
    named(tag, byAttribute(tag), 'keyFrames'),
  )
  const renditions = await inTurn(tagsNamed(master, 'EXT-X-MEDIA'), (tag) =>
    named(tag, byAttribute(tag), attributesOf(tag).get('TYPE')?.value === 'SUBTITLES' ? 'text' : 'media'),
  )
  const all = [...variants, ...keyFrameVariants, ...renditions].flatMap(({ playlist }) => playlist ?? [])
  return {
    master,
    variants,
    keyFrameVariants,
    renditions,
    playlists: [...new Set(all)],
    unread: reader.unread,
  }
}

/** The URI line that follows a tag at once. */
export const uriAfter = ({ uris }: PlaylistText, tag: Tag): string | undefined =>
  uris.find(({ line }) => line === tag.line + 1)?.uri

type Use = 'media' | 'text' | 'keyFrames'

function readerOf(presentation: Presentation) {
  const unread: string[] = []
  const attempt = async <T>(what: string, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read()
    } catch (error) {
      unread.push(`${what}: ${String(error)}`)
      return undefined
    }
  }
  const initialization = remembered(async (key: string) => {
    const { uri, range } = JSON.parse(key) as { uri: string; range?: { offset: number; length: number } }
    return attempt(`the initialization in ${uri}`, async () =>
      readInitialization(uri, await presentation.bytes(uri, range?.offset ?? 0, range?.length)),
    )
  })
  const segment = async (segment: Segment, use: Use): Promise<MediaSegment> => {
    const { uri, range, map } = segment
    const init =
      use === 'text' || map?.uri === undefined
        ? undefined
        : await initialization(JSON.stringify({ uri: map.uri, range: map.range }))
    const track = init?.tracks[0]
    const content = segment.hasUnknownOffset
      ? undefined
      : await attempt(`segment ${segment.index} in ${uri}`, () =>
          presentation.bytes(uri, range?.offset ?? 0, range?.length),
        )
    const isText = use === 'text'
    return {
      ...segment,
      initialization: init,
      track,
      media:
        content && !isText
          ? await attempt(`the boxes of segment ${segment.index} in ${uri}`, async () =>
              readSegment(content, track),
            )
          : undefined,
      words: content && isText ? new TextDecoder().decode(content) : undefined,
    }
  }
  const playlist = remembered(async (uri: string, use: Use): Promise<MediaPlaylist | undefined> => {
    const text = await attempt(`playlist ${uri}`, () => presentation.playlist(uri))
    if (text === undefined) return undefined
    const read = readPlaylistText(uri, text)
    const segments = await inTurn(segmentsOf(read), (each) => segment(each, use))
    if (segments.length === 0) unread.push(`playlist ${uri} names no segment`)
    return { ...read, segments, kind: use === 'media' ? kindOf(segments) : use }
  })
  return { unread, playlist }
}

function kindOf(segments: readonly MediaSegment[]): MediaPlaylist['kind'] {
  const handlers = segments.map(({ track }) => track?.handler)
  if (handlers.includes('vide')) return 'video'
  return handlers.includes('soun') ? 'audio' : 'unknown'
}

/** One at a time: a film is not held in memory. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}

function remembered<A extends unknown[], R>(work: (key: string, ...rest: A) => Promise<R>) {
  const known = new Map<string, Promise<R>>()
  return (key: string, ...rest: A): Promise<R> => {
    const made = known.get(key) ?? work(key, ...rest)
    known.set(key, made)
    return made
  }
}
