import type { Attributes } from './attributes.ts'
import { familyOf } from './codec-names.ts'
import { uriAfter, type Named, type ReadPresentation } from './read-presentation.ts'
import { isVideo, lacks, ofNamed, type Rule } from './rule.ts'

const both = ({ variants, keyFrameVariants }: ReadPresentation) => [...variants, ...keyFrameVariants]
const numberOf = (attributes: Attributes, name: string) => Number(attributes.get(name)?.value ?? Number.NaN)
const isStandard = ({ attributes }: Named) => (attributes.get('VIDEO-RANGE')?.value ?? 'SDR') === 'SDR'

const hasBandwidth = (presentation: ReadPresentation) =>
  ofNamed(both(presentation), (attributes) => lacks(attributes, 'BANDWIDTH'))

const isFollowedByUri = ({ master, variants }: ReadPresentation) =>
  ofNamed(variants, (_, { tag }) => uriAfter(master, tag) === undefined && 'no URI in the next line')

const keyFramesHaveUri = ({ keyFrameVariants }: ReadPresentation) =>
  ofNamed(keyFrameVariants, (attributes) => lacks(attributes, 'URI'))

const keyFramesHaveNoSound = ({ keyFrameVariants }: ReadPresentation) =>
  ofNamed(keyFrameVariants, (attributes) => {
    const others = ['FRAME-RATE', 'AUDIO', 'SUBTITLES', 'CLOSED-CAPTIONS'].filter((name) =>
      attributes.has(name),
    )
    return others.length > 0 && `has ${others.join(', ')}`
  })

const hasAverage = (presentation: ReadPresentation) =>
  ofNamed(both(presentation), (attributes) => lacks(attributes, 'AVERAGE-BANDWIDTH'))

const averageIsLower = (presentation: ReadPresentation) =>
  ofNamed(both(presentation), (attributes) => {
    const [average, peak] = [numberOf(attributes, 'AVERAGE-BANDWIDTH'), numberOf(attributes, 'BANDWIDTH')]
    return average > peak && `${average} on average, ${peak} at most`
  })

const hasCodecs = (presentation: ReadPresentation) =>
  ofNamed(both(presentation), (attributes) => lacks(attributes, 'CODECS'))

const hasResolution = ({ variants, keyFrameVariants }: ReadPresentation) =>
  ofNamed([...variants.filter(isVideo), ...keyFrameVariants], (attributes) => lacks(attributes, 'RESOLUTION'))

const hasFrameRate = ({ variants }: ReadPresentation) =>
  ofNamed(variants.filter(isVideo), (attributes) => lacks(attributes, 'FRAME-RATE'))

const agreeOnCaptions = ({ variants }: ReadPresentation) => {
  const saysNone = ({ attributes }: Named) => attributes.get('CLOSED-CAPTIONS')?.value === 'NONE'
  return variants.some(saysNone)
    ? ofNamed(
        variants.filter(isVideo),
        (_, named) => !saysNone(named) && 'no CLOSED-CAPTIONS=NONE, which another has',
      )
    : []
}

const saysVideoRange = (presentation: ReadPresentation) =>
  both(presentation).every(isStandard)
    ? []
    : ofNamed(
        both(presentation).filter((named) => isVideo(named) || named.playlist?.kind === 'keyFrames'),
        (attributes) => lacks(attributes, 'VIDEO-RANGE'),
      )

const hasStandardRange = ({ variants, keyFrameVariants }: ReadPresentation) =>
  [
    { name: 'video', all: variants.filter(isVideo) },
    { name: 'I-frame', all: keyFrameVariants },
  ].flatMap(({ name, all }) =>
    all.length === 0 || all.some(isStandard) ? [] : [`no ${name} variant is SDR`],
  )

const hasSeveralRates = ({ variants }: ReadPresentation) => {
  const videos = variants.filter(isVideo)
  return videos.length === 1 ? ['there is one video variant only'] : []
}

const scoresAllOrNone = ({ variants }: ReadPresentation) =>
  variants.some(({ attributes }) => attributes.has('SCORE'))
    ? ofNamed(variants, (attributes) => lacks(attributes, 'SCORE'))
    : []

const hasKeyFrames = ({ variants, keyFrameVariants }: ReadPresentation) =>
  variants.some(isVideo) && keyFrameVariants.length === 0 ? ['there is no EXT-X-I-FRAME-STREAM-INF'] : []

const hasKeyFramesOfEachCodec = ({ variants, keyFrameVariants }: ReadPresentation) => {
  const families = (all: readonly Named[]) =>
    new Set(
      all
        .flatMap(({ playlist }) => playlist?.segments ?? [])
        .map(({ track }) => familyOf(track?.codec ?? '')),
    )
  const seekable = families(keyFrameVariants)
  if (keyFrameVariants.length === 0 || seekable.has('mjpg') || seekable.has('')) return []
  return [...families(variants.filter(isVideo))]
    .filter((family) => !seekable.has(family))
    .map((family) => `no I-frame variant of ${family}`)
}

/** What holds of EXT-X-STREAM-INF and EXT-X-I-FRAME-STREAM-INF by themselves. */
export const variantRules: readonly Rule[] = [
  { rule: 'A variant has BANDWIDTH', source: 'RFC 8216 §4.3.4.2, §4.3.4.3', check: hasBandwidth },
  { rule: 'A URI line follows EXT-X-STREAM-INF', source: 'RFC 8216 §4.3.4.2', check: isFollowedByUri },
  { rule: 'EXT-X-I-FRAME-STREAM-INF has a URI', source: 'RFC 8216 §4.3.4.3', check: keyFramesHaveUri },
  {
    rule: 'EXT-X-I-FRAME-STREAM-INF has no attribute of sound, text or frame rate',
    source: 'RFC 8216 §4.3.4.3',
    check: keyFramesHaveNoSound,
  },
  { rule: 'A variant has AVERAGE-BANDWIDTH', source: 'Apple HLS Authoring 9.14', check: hasAverage },
  {
    rule: 'AVERAGE-BANDWIDTH is no higher than BANDWIDTH',
    source: 'RFC 8216 §4.3.4.2',
    check: averageIsLower,
  },
  { rule: 'A variant has CODECS', source: 'Apple HLS Authoring 9.1, 9.3', check: hasCodecs },
  {
    rule: 'A variant with video has RESOLUTION',
    source: 'Apple HLS Authoring 9.2, 9.4',
    check: hasResolution,
  },
  { rule: 'A variant with video has FRAME-RATE', source: 'Apple HLS Authoring 9.15', check: hasFrameRate },
  {
    rule: 'CLOSED-CAPTIONS is NONE in every variant or in none',
    source: 'RFC 8216 §4.3.4.2',
    check: agreeOnCaptions,
  },
  {
    rule: 'VIDEO-RANGE is everywhere unless all is SDR',
    source: 'Apple HLS Authoring 9.16',
    check: saysVideoRange,
  },
  {
    rule: 'There is an SDR stream to play and to seek in',
    source: 'Apple HLS Authoring 1.24, 6.16',
    check: hasStandardRange,
  },
  { rule: 'Video comes in several bit rates', source: 'Apple HLS Authoring 9.9', check: hasSeveralRates },
  {
    rule: 'SCORE is in every variant or in none',
    source: 'Apple HLS Authoring 9.19',
    check: scoresAllOrNone,
  },
  { rule: 'Video has I-frame playlists', source: 'Apple HLS Authoring 6.1', check: hasKeyFrames },
  {
    rule: 'Every video codec has I-frames of that codec',
    source: 'Apple HLS Authoring 6.13 (AirPlay 2)',
    check: hasKeyFramesOfEachCodec,
  },
]
