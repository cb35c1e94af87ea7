import { familyOf } from './codec-names.ts'
import { frameSeconds, mediaSeconds, statedSeconds, timesOf } from './measure.ts'
import { numberIn } from './playlist-text.ts'
import type { MediaPlaylist, ReadPresentation } from './read-presentation.ts'
import { about, grouped, ofEach, ofKind, ofSegments, type Rule } from './rule.ts'

const timed = (presentation: ReadPresentation) => ofKind(presentation, 'video', 'audio')
const seconds = (value: number) => `${value.toFixed(6)} s`
/** Of floating point. */
const grain = 1e-6

const tiles = (presentation: ReadPresentation) =>
  ofEach(timed(presentation), ({ segments }) => {
    let expected: number | undefined
    return segments.flatMap(({ index, track, media, isDiscontinuous }) => {
      if (!track || !media) return []
      if (isDiscontinuous) expected = undefined
      return about(media.fragments, ({ decodeTime, duration }) => {
        const due = expected
        const start = decodeTime === undefined ? undefined : decodeTime / track.timescale
        expected = start === undefined ? undefined : start + duration / track.timescale
        if (start === undefined || due === undefined) return undefined
        const isLate = Math.abs(start - due) > 1 / track.timescale + grain
        return isLate && `segment ${index}: decode time ${seconds(start)}, due ${seconds(due)}`
      })
    })
  })

const statesDuration = (presentation: ReadPresentation) =>
  ofSegments(timed(presentation), (segment) => {
    const times = timesOf(segment)
    if (!times || segment.duration === undefined) return undefined
    const media = times.end - times.start
    return (
      Math.abs(media - segment.duration) > 0.001 + grain &&
      `EXTINF ${segment.duration}, media ${seconds(media)}`
    )
  })

const sumsAreTrue = (presentation: ReadPresentation) =>
  ofEach(timed(presentation), (playlist) => {
    let [error, least, most] = [0, 0, 0]
    for (const segment of playlist.segments) {
      const times = timesOf(segment)
      if (!times || segment.duration === undefined) return []
      error += segment.duration - (times.end - times.start)
      least = Math.min(least, error)
      most = Math.max(most, error)
    }
    return most - least > frameSeconds(playlist)
      ? [`some segments together are off by ${seconds(most - least)}`]
      : []
  })

const isNotTooLong = (presentation: ReadPresentation) =>
  ofSegments(timed(presentation), (segment, playlist) => {
    const [times, target] = [timesOf(segment), numberIn(playlist, 'EXT-X-TARGETDURATION')]
    if (!times || target === undefined) return undefined
    return (
      times.end - times.start > target + 0.5 &&
      `${seconds(times.end - times.start)}, where the target is ${target} s`
    )
  })

const beginsWithSync = (presentation: ReadPresentation) =>
  ofSegments(
    ofKind(presentation, 'video'),
    ({ media }) =>
      media?.fragments[0] && !media.fragments[0].startsWithSync && 'its first sample is no sync sample',
  )

const beginsWithIdr = (presentation: ReadPresentation) =>
  ofSegments(
    ofKind(presentation, 'video', 'keyFrames'),
    ({ media }) => media?.startsWithIdr === false && 'its first picture is no IDR picture',
  )

const startTogether = (presentation: ReadPresentation) => {
  const starts = timed(presentation).flatMap((playlist) => {
    const times = playlist.segments[0] && timesOf(playlist.segments[0])
    return times ? [{ playlist, at: times.firstShown }] : []
  })
  const first = starts.find(({ playlist }) => playlist.kind === 'video') ?? starts[0]
  return about(starts, ({ playlist, at }) => {
    const allowed = playlist.kind === 'video' ? frameSeconds(playlist) / 2 : 0.05
    return (
      first &&
      Math.abs(at - first.at) > allowed &&
      `${playlist.name} at ${seconds(at)}, ${first.playlist.name} at ${seconds(first.at)}`
    )
  })
}

const lastAlike = (presentation: ReadPresentation) => {
  const main = ofKind(presentation, 'video')[0] ?? ofKind(presentation, 'audio')[0]
  const wanted = main && mediaSeconds(main)
  if (!main || wanted === undefined) return []
  return about(presentation.playlists, (playlist) => {
    const lasts = ['video', 'audio'].includes(playlist.kind)
      ? mediaSeconds(playlist)
      : statedSeconds(playlist)
    const isOff = lasts !== undefined && Math.abs(lasts - wanted) > allowance(playlist, main) + grain
    return isOff && `${playlist.name} lasts ${seconds(lasts)}, ${main.name} ${seconds(wanted)}`
  })
}

/** How far a rendition's duration may be from that of the first, in seconds. */
function allowance({ kind }: MediaPlaylist, main: MediaPlaylist): number {
  if (kind === 'video' || kind === 'keyFrames') return frameSeconds(main)
  return kind === 'audio' ? 0.5 : (numberIn(main, 'EXT-X-TARGETDURATION') ?? 0)
}

const boundariesAlign = (presentation: ReadPresentation) => {
  const byCodec = grouped(ofKind(presentation, 'video'), ({ segments }) =>
    familyOf(segments[0]?.track?.codec ?? ''),
  )
  return byCodec.flatMap(([first, ...others]) =>
    first ? others.flatMap((other) => whereApart(first, other)) : [],
  )
}

function whereApart(first: MediaPlaylist, other: MediaPlaylist): string[] {
  const [a, b] = [first, other].map(({ segments }) => segments.map((segment) => timesOf(segment)?.start))
  if (!a || !b || [...a, ...b].includes(undefined)) return []
  if (a.length !== b.length) return [`${other.name} has ${b.length} segments, ${first.name} ${a.length}`]
  const index = a.findIndex((start, at) => Math.abs((start ?? 0) - (b[at] ?? 0)) > frameSeconds(first) / 2)
  return index < 0
    ? []
    : [
        `segment ${index}: ${other.name} at ${seconds(b[index] ?? 0)}, ${first.name} at ${seconds(a[index] ?? 0)}`,
      ]
}

const changesAreMarked = (presentation: ReadPresentation) =>
  ofSegments(timed(presentation), ({ index, track, isDiscontinuous }, { segments }) => {
    const before = segments[index - 1]?.track
    if (!track || !before || isDiscontinuous) return undefined
    const isOther =
      track.id !== before.id ||
      track.handler !== before.handler ||
      familyOf(track.codec) !== familyOf(before.codec)
    return isOther && `track ${track.id} of ${track.codec} follows track ${before.id} of ${before.codec}`
  })

const breaksAgree = (presentation: ReadPresentation) => {
  const breaksOf = ({ segments }: MediaPlaylist) =>
    segments.flatMap((segment) => (segment.isDiscontinuous ? (timesOf(segment)?.start ?? []) : []))
  const [first, ...others] = timed(presentation)
  const wanted = first ? breaksOf(first) : []
  return about(others, (playlist) => {
    const breaks = breaksOf(playlist)
    const isAlike =
      breaks.length === wanted.length &&
      breaks.every((at, index) => Math.abs(at - (wanted[index] ?? 0)) <= 0.05)
    return (
      !isAlike &&
      `${playlist.name} breaks at ${breaks.join(', ') || 'no time'}, ${first?.name} at ${wanted.join(', ') || 'no time'}`
    )
  })
}

/** What holds of times: within a rendition, and between renditions. */
export const timelineRules: readonly Rule[] = [
  {
    rule: 'Every fragment begins where the one before it ends',
    source: 'Apple HLS Authoring 7.1, 7.3',
    check: tiles,
  },
  {
    rule: 'EXTINF is the duration of the media within 1 ms',
    source: 'RFC 8216 §4.3.2.1',
    check: statesDuration,
  },
  {
    rule: 'The EXTINF of any run of segments add up to its duration within a frame',
    source: 'Apple HLS Authoring 8.1',
    check: sumsAreTrue,
  },
  {
    rule: 'No segment lasts longer than the target duration and half a second',
    source: 'Apple HLS Authoring 7.7',
    check: isNotTooLong,
  },
  {
    rule: 'A video segment begins with a sync sample',
    source: 'RFC 8216 §4.3.5.1, Apple HLS Authoring 7.4',
    check: beginsWithSync,
  },
  {
    rule: 'The first picture of an H.264 segment is an IDR picture',
    source: 'Apple HLS Authoring 7.4',
    check: beginsWithIdr,
  },
  {
    rule: 'The first segments of all renditions begin at one time',
    source: 'RFC 8216 §6.2.4',
    check: startTogether,
  },
  {
    rule: 'All renditions last as long',
    source: 'RFC 8216 §6.2.4, Apple HLS Authoring 5.5, 8.3, 8.7',
    check: lastAlike,
  },
  {
    rule: 'Video variants of one codec have their segments at the same times',
    source: 'RFC 8216 §6.2.4, Apple HLS Authoring 8.22 (AirPlay 2)',
    check: boundariesAlign,
  },
  {
    rule: 'A change of track or codec is marked by EXT-X-DISCONTINUITY',
    source: 'RFC 8216 §4.3.2.3',
    check: changesAreMarked,
  },
  {
    rule: 'All renditions have their discontinuities at the same times',
    source: 'RFC 8216 §6.2.4, Apple HLS Authoring 8.15',
    check: breaksAgree,
  },
]
