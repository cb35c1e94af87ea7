import { segmentSeconds } from '../plan/plan.ts'
import type { PartIndex, Span } from './index-part.ts'

/** What playlists need to know of a rendition as a whole. Bandwidths in bit/s. */
export type RenditionFacts = {
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

/** The facts of a rendition that lies in these files, in the order of the film. */
export function renditionFacts(parts: readonly [PartIndex, ...PartIndex[]]): RenditionFacts {
  const [{ codecs, width, height }] = parts
  const segments = parts.flatMap((part) => part.segments)
  const durationSeconds = parts.reduce((sum, { ticks, timescale }) => sum + ticks / timescale, 0)
  const samples = parts.reduce((sum, part) => sum + part.samples, 0)
  const mediaBytes = segments.reduce((sum, { length }) => sum + length, 0)
  return {
    bandwidth: peakOf(segments),
    averageBandwidth: Math.ceil((mediaBytes * 8) / durationSeconds),
    codecs,
    width,
    height,
    frameRate: width === 0 ? 0 : samples / durationSeconds,
    durationSeconds,
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
  }
}

/** The highest rate of any segment that is not a mere remainder, in bit/s. */
export function peakOf(segments: readonly Span[]): number {
  const rate = ({ length, duration }: Span) => (length * 8) / duration
  const full = segments.filter(({ duration }) => duration >= segmentSeconds / 2)
  return Math.ceil(Math.max(...(full.length > 0 ? full : segments).map(rate)))
}
