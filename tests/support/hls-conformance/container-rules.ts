import type { Initialization } from './initialization.ts'
import type { ReadPresentation } from './read-presentation.ts'
import { about, ofKind, ofSegments, type Rule } from './rule.ts'

const iso6AndLater = ['iso6', 'iso7', 'iso8', 'iso9', 'isoa', 'isob', 'isoc', 'cmfc', 'cmf2']
const beforeFragment = ['styp', 'sidx', 'prft', 'emsg']

const ofInitializations =
  (say: (initialization: Initialization) => string | undefined | false) =>
  ({ playlists }: ReadPresentation) => {
    const all = playlists.flatMap(({ segments }) =>
      segments.flatMap((segment) => segment.initialization ?? []),
    )
    return about([...new Set(all)], (initialization) => {
      const problem = say(initialization)
      return problem && `${initialization.name}: ${problem}`
    })
  }

const isBrandThenMovie = ofInitializations(({ topLevel, isCut }) => {
  const isRight = topLevel[0] === 'ftyp' && topLevel[1] === 'moov' && !topLevel.includes('moof') && !isCut
  return !isRight && `it holds ${topLevel.join(', ')}${isCut ? ', cut short' : ''}`
})

const hasBrand = ofInitializations(
  ({ brands }) =>
    !brands.some((brand) => iso6AndLater.includes(brand)) && `the brands are ${brands.join(', ')}`,
)

const hasOneTrack = ofInitializations(({ tracks }) => tracks.length !== 1 && `${tracks.length} tracks`)

const hasNoSamples = ofInitializations(({ tracks }) => {
  const count = Math.max(0, ...tracks.map(({ tableSamples }) => tableSamples))
  return count > 0 && `a sample table counts ${count}`
})

const hasNoDuration = ofInitializations(({ movieDuration, tracks }) => {
  const durations = [movieDuration, ...tracks.map(({ headerDuration }) => headerDuration)]
  return durations.some((duration) => duration !== 0) && `the durations are ${durations.join(', ')}`
})

const isExtended = ofInitializations(
  ({ isExtendsLast, tracks }) =>
    (!isExtendsLast || tracks.some(({ defaults }) => !defaults)) &&
    'no mvex after the last trak, or a track without trex',
)

const timedMedia = (presentation: ReadPresentation) => ofKind(presentation, 'video', 'audio')

const beginsWithFragment = (presentation: ReadPresentation) =>
  ofSegments(timedMedia(presentation), ({ media }) => {
    const first = media?.boxes.find((type) => !beforeFragment.includes(type))
    return media && first !== 'moof' && `the boxes are ${media.boxes.join(', ')}`
  })

const endsWithBox = (presentation: ReadPresentation) =>
  ofSegments(timedMedia(presentation), ({ media, range }) => {
    if (!media || (range && media.received !== range.length)) return undefined
    const isRight = media.isWhole && media.boxes.at(-1) === 'mdat'
    return !isRight && `the boxes are ${media.boxes.join(', ')}${media.isWhole ? '' : ', cut short'}`
  })

const everyFragment = (presentation: ReadPresentation) => ofKind(presentation, 'video', 'audio', 'keyFrames')

const isOfTheTrack = (presentation: ReadPresentation) =>
  ofSegments(everyFragment(presentation), ({ track, media }) => {
    const other = media?.fragments.find(({ trackId }) => track && trackId !== track.id)
    return other && `a fragment of track ${other.trackId}, where the track is ${track?.id}`
  })

const saysWhen = (presentation: ReadPresentation) =>
  ofSegments(
    everyFragment(presentation),
    ({ media }) =>
      media?.fragments.some(({ decodeTime }) => decodeTime === undefined) && 'a fragment without tfdt',
  )

const isRelative = (presentation: ReadPresentation) =>
  ofSegments(
    everyFragment(presentation),
    ({ media }) =>
      media?.fragments.some((fragment) => !fragment.isRelative) &&
      'a fragment counts from elsewhere than itself',
  )

/** What holds of initializations and of the boxes of segments. */
export const containerRules: readonly Rule[] = [
  { rule: 'An initialization is ftyp, then moov', source: 'RFC 8216 §3.3', check: isBrandThenMovie },
  { rule: 'An initialization has a brand of iso6 or later', source: 'RFC 8216 §3.3', check: hasBrand },
  {
    rule: 'An initialization has one track',
    source: 'RFC 8216 §3.3, Apple HLS Authoring 2.17, 8.9',
    check: hasOneTrack,
  },
  { rule: 'An initialization has no samples', source: 'RFC 8216 §3.3', check: hasNoSamples },
  { rule: 'The durations of an initialization are 0', source: 'RFC 8216 §3.3', check: hasNoDuration },
  {
    rule: 'An initialization has mvex after its track, with a trex for it',
    source: 'RFC 8216 §3.3',
    check: isExtended,
  },
  { rule: 'A segment begins with a fragment', source: 'RFC 8216 §3.3', check: beginsWithFragment },
  { rule: 'A segment ends where a box ends', source: 'RFC 8216 §3.3', check: endsWithBox },
  { rule: 'Fragments are of the track of the initialization', source: 'RFC 8216 §3.3', check: isOfTheTrack },
  { rule: 'Every fragment has tfdt', source: 'RFC 8216 §3.3', check: saysWhen },
  { rule: 'Offsets count from the fragment itself', source: 'RFC 8216 §3.3', check: isRelative },
]
