import { firstSampleShownAt, frameSeconds } from './measure.ts'
import { tagsNamed } from './playlist-text.ts'
import type { ReadPresentation } from './read-presentation.ts'
import { about, ofEach, ofKind, ofSegments, type Rule } from './rule.ts'

const keyFrames = (presentation: ReadPresentation) => ofKind(presentation, 'keyFrames')
const texts = (presentation: ReadPresentation) => ofKind(presentation, 'text')

const saysKeyFramesOnly = (presentation: ReadPresentation) =>
  about(presentation.playlists, (playlist) => {
    const says = tagsNamed(playlist, 'EXT-X-I-FRAMES-ONLY').length > 0
    if (playlist.kind === 'keyFrames') return !says && `${playlist.name} does not say it`
    return says && `${playlist.name} says it, and is no I-frame playlist`
  })

const isOneKeyFrame = (presentation: ReadPresentation) =>
  ofSegments(keyFrames(presentation), ({ media, track }) => {
    if (!media || !track) return undefined
    if (media.boxes[0] !== 'moof') return `the boxes are ${media.boxes.join(', ')}`
    return media.fragments[0]?.startsWithSync !== true && 'its first sample is no sync sample'
  })

const holdsWholeFrame = (presentation: ReadPresentation) =>
  ofSegments(keyFrames(presentation), ({ media }) => {
    const [fragment] = media?.fragments ?? []
    const end = fragment && fragment.firstSample.offset + fragment.firstSample.length
    return (
      media &&
      end !== undefined &&
      end > media.received &&
      `the picture ends at ${end} of ${media.received} bytes`
    )
  })

/** The last one lasts to the end of the film. */
const lastsToTheNext = (presentation: ReadPresentation) => {
  const frame = Math.max(0, ...ofKind(presentation, 'video').map(frameSeconds))
  return ofSegments(keyFrames(presentation), (segment, { segments }) => {
    const next = segments[segment.index + 1]
    const [from, to] = [firstSampleShownAt(segment), next && firstSampleShownAt(next)]
    if (from === undefined || to === undefined || segment.duration === undefined) return undefined
    return (
      Math.abs(to - from - segment.duration) > frame / 2 &&
      `EXTINF ${segment.duration}, the next is ${(to - from).toFixed(6)} s later`
    )
  })
}

const headerOf = (words: string) => words.replace(/^\uFEFF/, '').split(/\r?\n\r?\n/, 1)[0] ?? ''

const isWebVtt = (presentation: ReadPresentation) =>
  ofSegments(texts(presentation), ({ words }) =>
    words !== undefined && !/^\uFEFF?WEBVTT([ \t\r\n]|$)/.test(words)
      ? 'no WEBVTT in its first line'
      : undefined,
  )

const mapsTime = (presentation: ReadPresentation) =>
  ofSegments(texts(presentation), ({ words }) => {
    if (words === undefined) return undefined
    const map = /^X-TIMESTAMP-MAP=(.*)$/m.exec(headerOf(words))?.[1]?.trim()
    if (map === undefined) return 'no X-TIMESTAMP-MAP in its header'
    const hasBoth =
      /(^|,)MPEGTS:\d+(,|$)/.test(map) && /(^|,)LOCAL:(\d{2,}:)?\d{2}:\d{2}\.\d{3}(,|$)/.test(map)
    return !hasBoth && `X-TIMESTAMP-MAP=${map}`
  })

const timesAreInOrder = (presentation: ReadPresentation) =>
  ofEach(texts(presentation), ({ segments }) =>
    segments.flatMap(({ index, words = '' }) =>
      about([...words.matchAll(/^(\S+) --> (\S+)/gm)], ([line, from = '', to = '']) => {
        const isTime = [from, to].every((time) => /^(\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}$/.test(time))
        return (!isTime || millisecondsOf(to) <= millisecondsOf(from)) && `segment ${index}: "${line}"`
      }),
    ),
  )

const millisecondsOf = (time: string) =>
  time
    .split(/[:.]/)
    .reduce((total, part, at, all) => total * (at === all.length - 1 ? 1000 : 60) + Number(part), 0)

/** What holds of I-frame playlists and of subtitles. */
export const seekAndTextRules: readonly Rule[] = [
  {
    rule: 'I-frame playlists, and no others, have EXT-X-I-FRAMES-ONLY',
    source: 'RFC 8216 §4.3.3.6, §4.3.4.3, Apple HLS Authoring 6.8',
    check: saysKeyFramesOnly,
  },
  {
    rule: 'An I-frame range begins with the moof of a sync sample',
    source: 'RFC 8216 §4.3.3.6, Apple HLS Authoring 6.10',
    check: isOneKeyFrame,
  },
  { rule: 'An I-frame range holds the whole picture', source: 'RFC 8216 §4.3.3.6', check: holdsWholeFrame },
  {
    rule: 'The EXTINF of an I-frame lasts to the next one',
    source: 'RFC 8216 §4.3.3.6',
    check: lastsToTheNext,
  },
  {
    rule: 'A subtitle segment is WebVTT',
    source: 'RFC 8216 §3.5, Apple HLS Authoring 5.2',
    check: isWebVtt,
  },
  {
    rule: 'A subtitle segment has X-TIMESTAMP-MAP in its header',
    source: 'RFC 8216 §3.5, Apple HLS Authoring 5.3',
    check: mapsTime,
  },
  { rule: 'A cue ends after it begins', source: 'WebVTT §4.1 (by RFC 8216 §3.5)', check: timesAreInOrder },
]
