import { segmentSeconds } from '../plan/plan.ts'
import { readMp4Index, type Fragment } from './mp4-index.ts'

/** Bytes of a file, and how many seconds of film they hold. */
export type Span = { offset: number; length: number; duration: number }

/** Which fragments make a segment: so many each, the nearest to every four seconds, or those between given starts. */
export type Gathering =
  | { by: 'count'; fragments: number }
  | { by: 'time' }
  /** In ticks, with the ticks of one picture. */
  | { by: 'starts'; ticks: readonly number[]; frameTicks: number }

/** One file of a rendition: a whole one, or one chunk of it. Times in ticks of its timescale, from the film's zero. */
export type PartIndex = {
  initBytes: number
  initHash: string
  timescale: number
  /** RFC 6381. */
  codecs: string
  /** 0 for sound. */
  width: number
  height: number
  segments: Span[]
  /** One picture each, for seeking; empty for sound. */
  keyFrames: Span[]
  /** When its first picture or sample is due. */
  shownAt: number
  ticks: number
  samples: number
  /** Its fragments follow each other without a gap or an overlap. */
  seamless: boolean
  bytes: number
}

/** Reads one fMP4 file into its segment table; undefined when there is nothing in it. */
export async function indexPart(path: string, gathering: Gathering): Promise<PartIndex | undefined> {
  const { initBytes, initHash, timescale, codecs, width, height, fragments, bytes } = await readMp4Index(path)
  const [first] = fragments
  if (!first) return undefined
  return {
    initBytes,
    initHash,
    timescale,
    codecs,
    width,
    height,
    segments: gather(fragments, timescale, gathering),
    keyFrames: width === 0 ? [] : fragments.map((fragment) => keyFrame(fragment, timescale)),
    shownAt: first.shownAt,
    ticks: fragments.reduce((sum, { duration }) => sum + duration, 0),
    samples: fragments.reduce((sum, { samples }) => sum + samples, 0),
    seamless: fragments.every(({ decodeTime, duration }, index) => {
      const next = fragments[index + 1]
      return next === undefined || next.decodeTime === decodeTime + duration
    }),
    bytes,
  }
}

function gather(fragments: readonly Fragment[], timescale: number, gathering: Gathering): Span[] {
  const begins = beginnings(fragments, timescale, gathering)
  const segments: Span[] = []
  fragments.forEach((fragment, index) => {
    const { offset, length, duration } = fragment
    const current = segments.at(-1)
    if (!current || begins(fragment, index, segments.length))
      segments.push({ offset, length, duration: duration / timescale })
    else {
      current.length = offset + length - current.offset
      current.duration += duration / timescale
    }
  })
  return segments
}

/** Tells whether a fragment begins a segment, when so many are complete or open already. */
function beginnings(
  fragments: readonly Fragment[],
  timescale: number,
  gathering: Gathering,
): (fragment: Fragment, index: number, segments: number) => boolean {
  switch (gathering.by) {
    case 'count':
      return (_, index) => index % gathering.fragments === 0
    case 'starts': {
      const picture = (ticks: number) => Math.round(ticks / gathering.frameTicks)
      const starts = new Set(gathering.ticks.map(picture))
      return ({ shownAt }) => starts.has(picture(shownAt))
    }
    case 'time': {
      const base = fragments[0]?.decodeTime ?? 0
      return ({ decodeTime, duration }, _, segments) =>
        decodeTime - base >= segments * segmentSeconds * timescale - duration / 2
    }
  }
}

function keyFrame({ offset, firstSampleLength, duration }: Fragment, timescale: number): Span {
  return { offset, length: firstSampleLength, duration: duration / timescale }
}
