import { readMp4Index, type Fragment, type Mp4Index } from './mp4-index.ts'
import { segmentSeconds } from '../plan/plan.ts'

/** Bytes of a rendition's file, and how many seconds of film they hold. */
export type Span = { offset: number; length: number; duration: number }

/** What playlists need to know of one rendition. Bandwidths in bit/s; the film plays from 0. */
export type RenditionIndex = {
  /** The file's first bytes, which every segment needs (EXT-X-MAP). */
  initBytes: number
  timescale: number
  segments: Span[]
  /** One picture each, for seeking; empty for sound. */
  keyFrames: Span[]
  /** The highest of any segment that is not a mere remainder. */
  bandwidth: number
  averageBandwidth: number
  /** RFC 6381. */
  codecs: string
  /** 0 for sound. */
  width: number
  height: number
  /** Pictures per second, as made; 0 for sound. */
  frameRate: number
  durationSeconds: number
  bytes: number
}

/** Reads one fMP4 file of the encode into its segment table; undefined when there is nothing in it. */
export async function indexSegments(path: string): Promise<RenditionIndex | undefined> {
  return renditionIndex(await readMp4Index(path))
}

/** The segment table of an indexed file: fragments gathered into segments of about four seconds. */
function renditionIndex(index: Mp4Index): RenditionIndex | undefined {
  const { initBytes, timescale, codecs, width, height, fragments, bytes } = index
  if (fragments.length === 0) return undefined
  const segments = gather(fragments, timescale)
  const ticks = fragments.reduce((sum, { duration }) => sum + duration, 0)
  const samples = fragments.reduce((sum, fragment) => sum + fragment.samples, 0)
  const durationSeconds = ticks / timescale
  const rate = ({ length, duration }: Span) => (length * 8) / duration
  const full = segments.filter(({ duration }) => duration >= segmentSeconds / 2)
  const mediaBytes = segments.reduce((sum, { length }) => sum + length, 0)
  return {
    initBytes,
    timescale,
    segments,
    keyFrames: width === 0 ? [] : fragments.map((fragment) => keyFrame(fragment, timescale)),
    bandwidth: Math.ceil(Math.max(...(full.length > 0 ? full : segments).map(rate))),
    averageBandwidth: Math.ceil((mediaBytes * 8) / durationSeconds),
    codecs,
    width,
    height,
    frameRate: width === 0 ? 0 : samples / durationSeconds,
    durationSeconds,
    bytes,
  }
}

/** A new segment begins at the fragment that starts nearest to each multiple of the segment length. */
function gather(fragments: Fragment[], timescale: number): Span[] {
  const base = fragments[0]?.decodeTime ?? 0
  const segments: Span[] = []
  for (const { decodeTime, duration, offset, length } of fragments) {
    const seconds = duration / timescale
    const start = (decodeTime - base) / timescale
    const current = segments.at(-1)
    if (!current || start >= segments.length * segmentSeconds - seconds / 2)
      segments.push({ offset, length, duration: seconds })
    else {
      current.length = offset + length - current.offset
      current.duration += seconds
    }
  }
  return segments
}

function keyFrame({ offset, firstSampleLength, duration }: Fragment, timescale: number): Span {
  return { offset, length: firstSampleLength, duration: duration / timescale }
}
