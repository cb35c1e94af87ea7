import type { MediaPlaylist, MediaSegment, Named, ReadPresentation } from './read-presentation.ts'
import { numberIn } from './playlist-text.ts'
import { ofTypes } from './rule.ts'

/** In seconds: start and end of decoding, and when the first sample is shown, by the edit list. */
export type Times = { start: number; end: number; firstShown: number }

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const bytesOf = ({ range, media, words }: MediaSegment) =>
  range?.length ?? media?.received ?? words?.length ?? Number.NaN

/** When a segment begins and ends, by its fragments; undefined when they do not say. */
export function timesOf({ track, media }: MediaSegment): Times | undefined {
  const [first] = media?.fragments ?? []
  if (!track || !media || first?.decodeTime === undefined) return undefined
  const start = first.decodeTime / track.timescale
  return {
    start,
    end: start + sum(media.fragments.map(({ duration }) => duration)) / track.timescale,
    firstShown: start + first.firstShown / track.timescale + track.shift,
  }
}

/** When the first sample of a segment is shown, in seconds. */
export function firstSampleShownAt({ track, media }: MediaSegment): number | undefined {
  const [first] = media?.fragments ?? []
  if (!track || first?.decodeTime === undefined) return undefined
  return (first.decodeTime + first.firstComposition) / track.timescale + track.shift
}

/** The seconds that a playlist's EXTINF tags add up to; NaN when one is missing. */
export const statedSeconds = ({ segments }: MediaPlaylist) =>
  sum(segments.map(({ duration }) => duration ?? Number.NaN))

/** The seconds that the media of a playlist lasts; undefined when a segment does not say. */
export function mediaSeconds({ segments }: MediaPlaylist): number | undefined {
  const times = segments.map(timesOf)
  return times.some((time) => time === undefined)
    ? undefined
    : sum(times.map((time) => (time ? time.end - time.start : 0)))
}

/** Pictures a second, measured; undefined when a segment does not say. */
export function pictureRate(playlist: MediaPlaylist): number | undefined {
  const seconds = mediaSeconds(playlist)
  const samples = playlist.segments
    .flatMap(({ media }) => media?.fragments ?? [])
    .map(({ samples }) => samples)
  return seconds ? sum(samples) / seconds : undefined
}

/** The seconds of one picture, or of one frame of AAC. */
export const frameSeconds = (playlist: MediaPlaylist) => {
  const rate = pictureRate(playlist)
  return rate ? 1 / rate : 0.05
}

/**
 * The peak segment bit rate (RFC 8216, 4.1): the highest of any run of segments that together last between half and one
 * and a half target durations. Where there is no such run, of the whole.
 */
export function peakRate(playlist: MediaPlaylist): number {
  const { segments } = playlist
  const target = numberIn(playlist, 'EXT-X-TARGETDURATION') ?? 0
  const rates: number[] = []
  for (let from = 0; from < segments.length; from++) {
    let [bits, seconds] = [0, 0]
    for (const segment of segments.slice(from)) {
      bits += bytesOf(segment) * 8
      seconds += segment.duration ?? Number.NaN
      if (seconds > target * 1.5) break
      if (seconds >= target * 0.5) rates.push(bits / seconds)
    }
  }
  return rates.length > 0 ? Math.max(...rates) : averageRate(playlist)
}

/** The average segment bit rate (RFC 8216, 4.1). */
export const averageRate = (playlist: MediaPlaylist): number =>
  (sum(playlist.segments.map(bytesOf)) * 8) / statedSeconds(playlist)

/** The largest sum of rates that any choice of a variant's renditions makes. */
export function combinedRate(
  presentation: ReadPresentation,
  { attributes, playlist }: Named,
  rateOf: (playlist: MediaPlaylist) => number,
): number | undefined {
  if (!playlist) return undefined
  return (
    rateOf(playlist) +
    sum(
      ['AUDIO', 'SUBTITLES'].map((type) => {
        const group = ofTypes(presentation, type).filter(
          (rendition) => rendition.attributes.get('GROUP-ID')?.value === attributes.get(type)?.value,
        )
        const rates = group.flatMap((rendition) => (rendition.playlist ? [rateOf(rendition.playlist)] : []))
        return Math.max(0, ...rates)
      }),
    )
  )
}
