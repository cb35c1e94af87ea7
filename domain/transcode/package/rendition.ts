import type { PartIndex, Span } from './index-part.ts'

/** What playlists need to know of a rendition as a whole. Bandwidths in bit/s. */
export type RenditionFacts = {
  /** The highest of about one segment's length. */
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

/** The facts of a rendition that lies in these files, in the order of the film. */
export function renditionFacts(parts: readonly [PartIndex, ...PartIndex[]]): RenditionFacts {
  const [{ codecs, width, height }] = parts
  const segments = parts.flatMap((part) => part.segments)
  const durationSeconds = parts.reduce((sum, { ticks, timescale }) => sum + ticks / timescale, 0)
  const samples = parts.reduce((sum, part) => sum + part.samples, 0)
  return {
    bandwidth: peakOf(segments),
    averageBandwidth: Math.ceil(averageOf(segments)),
    codecs,
    width,
    height,
    frameRate: width === 0 ? 0 : samples / durationSeconds,
    durationSeconds,
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

/** What a playlist says of the length of its longest segment (EXT-X-TARGETDURATION), in seconds. */
export const targetSeconds = (segments: readonly Span[]) =>
  segments.reduce((longest, { duration }) => Math.max(longest, Math.round(duration)), 1)

/**
 * The peak segment bit rate (RFC 8216, 4.1), in bit/s: the highest of any run of segments that lasts between half and one and a
 * half target durations. Of the whole, where there is no such run.
 */
export function peakOf(segments: readonly Span[]): number {
  const target = targetSeconds(segments)
  let peak = 0
  for (const from of segments.keys()) {
    let [bits, seconds] = [0, 0]
    for (let at = from; at < segments.length; at++) {
      bits += (segments[at]?.length ?? 0) * 8
      seconds += segments[at]?.duration ?? 0
      if (seconds > target * 1.5) break
      if (seconds >= target / 2) peak = Math.max(peak, bits / seconds)
    }
  }
  return Math.ceil(peak || averageOf(segments))
}

const averageOf = (segments: readonly Span[]) =>
  (sumOf(segments, ({ length }) => length) * 8) / sumOf(segments, ({ duration }) => duration)

const sumOf = (segments: readonly Span[], of: (segment: Span) => number) =>
  segments.reduce((sum, segment) => sum + of(segment), 0)
