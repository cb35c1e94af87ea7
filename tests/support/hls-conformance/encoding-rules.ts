import { familyOf } from './codec-names.ts'
import type { Track } from './initialization.ts'
import { pictureRate } from './measure.ts'
import type { ReadPresentation } from './read-presentation.ts'
import { about, ofEach, ofKind, type Rule } from './rule.ts'

const ofTracks = (
  presentation: ReadPresentation,
  handler: string,
  say: (track: Track) => string | undefined | false,
): string[] =>
  ofEach(presentation.playlists, ({ segments }) => {
    const tracks = new Set(segments.flatMap(({ track }) => (track?.handler === handler ? track : [])))
    return about([...tracks], say)
  })

const videoFamilies = ['avc1', 'avc3', 'hvc1', 'hev1', 'dvh1', 'dvhe', 'av01', 'dav1', 'mjpg']
const isPlayableVideo = (presentation: ReadPresentation) =>
  ofTracks(
    presentation,
    'vide',
    ({ codec }) => !videoFamilies.includes(familyOf(codec)) && `${codec} is none of them`,
  )

/** Baseline, Main, Extended and High; level 5.2. */
const h264IsInBounds = (presentation: ReadPresentation) =>
  ofTracks(presentation, 'vide', ({ codec }) => {
    const [, profile, level] = /^avc[13]\.(..)..(..)$/.exec(codec) ?? []
    if (profile === undefined || level === undefined) return undefined
    const isAllowed =
      [66, 77, 88, 100].includes(Number.parseInt(profile, 16)) && Number.parseInt(level, 16) <= 52
    return !isAllowed && `it is ${codec}`
  })

/** Level 6.2 is written 18. */
const av1IsInBounds = (presentation: ReadPresentation) =>
  ofTracks(presentation, 'vide', ({ codec }) => {
    const level = /^av01\.\d\.(\d\d)/.exec(codec)?.[1]
    return level !== undefined && Number(level) > 18 && `it is ${codec}`
  })

const isNotTooFast = (presentation: ReadPresentation) =>
  about(ofKind(presentation, 'video'), (playlist) => {
    const rate = pictureRate(playlist)
    return rate !== undefined && rate > 60.01 && `${playlist.name}: ${rate.toFixed(3)} pictures a second`
  })

const stereoAac = ['mp4a.40.2', 'mp4a.40.5', 'mp4a.40.29']
const hasStereoAac = (presentation: ReadPresentation) => {
  const tracks = ofKind(presentation, 'audio').map(({ segments }) => segments[0]?.track)
  const has = tracks.some((track) => track && stereoAac.includes(track.codec) && track.channels <= 2)
  return tracks.length > 0 && !has ? [`the sound is ${tracks.map((track) => track?.codec).join(', ')}`] : []
}

const hasUsualSampleRate = (presentation: ReadPresentation) =>
  ofTracks(
    presentation,
    'soun',
    ({ codec, sampleRate }) =>
      codec.startsWith('mp4a') && ![44_100, 48_000].includes(sampleRate) && `${sampleRate} samples a second`,
  )

/** What holds of how video and sound are encoded. */
export const encodingRules: readonly Rule[] = [
  {
    rule: 'Video is H.264, HEVC, Dolby Vision or AV1',
    source: 'Apple HLS Authoring 1.1',
    check: isPlayableVideo,
  },
  {
    rule: 'H.264 is no more than High Profile, Level 5.2',
    source: 'Apple HLS Authoring 1.3b',
    check: h264IsInBounds,
  },
  { rule: 'AV1 is no more than Level 6.2', source: 'Apple HLS Authoring 1.37', check: av1IsInBounds },
  {
    rule: 'Video has no more than 60 pictures a second',
    source: 'Apple HLS Authoring 1.19',
    check: isNotTooFast,
  },
  { rule: 'There is sound in AAC of two channels', source: 'Apple HLS Authoring 2.3', check: hasStereoAac },
  {
    rule: 'AAC has 44100 or 48000 samples a second',
    source: 'a rule of this house',
    check: hasUsualSampleRate,
  },
]
