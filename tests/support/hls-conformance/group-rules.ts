import type { Named, ReadPresentation } from './read-presentation.ts'
import { grouped, lacks, ofNamed, ofTypes, type Rule } from './rule.ts'

const valueOf = ({ attributes }: Named, name: string) => attributes.get(name)?.value
const groupOf = (named: Named) => `${valueOf(named, 'TYPE')} "${valueOf(named, 'GROUP-ID')}"`
const groups = ({ renditions }: ReadPresentation) => grouped(renditions, groupOf)

const hasNames = ({ renditions }: ReadPresentation) =>
  ofNamed(renditions, (attributes) => lacks(attributes, 'TYPE', 'GROUP-ID', 'NAME'))

const groupsExist = ({ variants, renditions }: ReadPresentation) => {
  const known = new Set(renditions.map(groupOf))
  return ofNamed(variants, (attributes) => {
    const missing = ['AUDIO', 'VIDEO', 'SUBTITLES', 'CLOSED-CAPTIONS'].filter((type) => {
      const group = attributes.get(type)
      return group?.isQuoted && !known.has(`${type} "${group.value}"`)
    })
    return missing.length > 0 && `the group of ${missing.join(', ')} is nowhere`
  })
}

const namesDiffer = (presentation: ReadPresentation) =>
  groups(presentation).flatMap((group) => {
    const names = group.map((named) => valueOf(named, 'NAME'))
    return ofNamed(
      group.filter((_, index) => names.indexOf(names[index]) !== index),
      (attributes) => attributes.has('NAME') && `the name "${attributes.get('NAME')?.value}" again`,
    )
  })

const isDefault = (named: Named) => valueOf(named, 'DEFAULT') === 'YES'

const hasOneDefault = (presentation: ReadPresentation) =>
  groups(presentation).flatMap((group) => ofNamed(group.filter(isDefault).slice(1), () => 'a second default'))

const defaultIsSelected = ({ renditions }: ReadPresentation) =>
  ofNamed(
    renditions.filter(isDefault),
    (_, named) => valueOf(named, 'AUTOSELECT') === 'NO' && 'AUTOSELECT is NO',
  )

const languagesAreTags = ({ renditions }: ReadPresentation) =>
  ofNamed(renditions, (_, named) => {
    const wrong = ['LANGUAGE', 'ASSOC-LANGUAGE'].find((name) => !isLanguage(valueOf(named, name)))
    return wrong && `${wrong} is "${valueOf(named, wrong)}"`
  })

function isLanguage(tag: string | undefined): boolean {
  if (tag === undefined) return true
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

const hasLanguage = (presentation: ReadPresentation) =>
  ofNamed(ofTypes(presentation, 'AUDIO', 'SUBTITLES', 'CLOSED-CAPTIONS'), (attributes) =>
    lacks(attributes, 'LANGUAGE'),
  )

const subtitlesHaveUri = (presentation: ReadPresentation) =>
  ofNamed(ofTypes(presentation, 'SUBTITLES'), (attributes) => lacks(attributes, 'URI'))

const captionsAreInTheVideo = (presentation: ReadPresentation) =>
  ofNamed(
    ofTypes(presentation, 'CLOSED-CAPTIONS'),
    (attributes) => lacks(attributes, 'INSTREAM-ID') ?? (attributes.has('URI') && 'has a URI'),
  )

const onlyCaptionsAreInTheVideo = (presentation: ReadPresentation) =>
  ofNamed(
    ofTypes(presentation, 'AUDIO', 'VIDEO', 'SUBTITLES'),
    (attributes) => attributes.has('INSTREAM-ID') && 'has INSTREAM-ID',
  )

const onlySubtitlesAreForced = (presentation: ReadPresentation) =>
  ofNamed(
    ofTypes(presentation, 'AUDIO', 'VIDEO', 'CLOSED-CAPTIONS'),
    (attributes) => attributes.has('FORCED') && 'has FORCED',
  )

const groupsAreAlike = (presentation: ReadPresentation) => {
  const byType = grouped(groups(presentation), ([named]) => named && valueOf(named, 'TYPE'))
  return byType.flatMap(([first, ...others]) =>
    others
      .filter((group) => membersOf(group) !== membersOf(first ?? []))
      .map(([named]) => {
        return `${named && groupOf(named)} has other members than ${first?.[0] && groupOf(first[0])}`
      }),
  )
}

/** The members of a group by all that has to be the same in every group of their type. */
const membersOf = (group: readonly Named[]) =>
  JSON.stringify(
    group
      .map(({ attributes }) =>
        [...attributes]
          .filter(([name]) => !['URI', 'CHANNELS', 'GROUP-ID'].includes(name))
          .map(([name, { value }]) => `${name}=${value}`)
          .sort(),
      )
      .sort(),
  )

const audioHasChannels = (presentation: ReadPresentation) => {
  const sounds = ofTypes(presentation, 'AUDIO')
  const kinds = sounds.map(({ playlist }) => playlist?.segments[0]?.track)
  return ofNamed(sounds, (attributes, { playlist }) => {
    const track = playlist?.segments[0]?.track
    const differs = kinds.some((kind) => kind?.codec === track?.codec && kind?.channels !== track?.channels)
    return differs && lacks(attributes, 'CHANNELS')
  })
}

/** What holds of EXT-X-MEDIA and its groups. */
export const groupRules: readonly Rule[] = [
  { rule: 'EXT-X-MEDIA has TYPE, GROUP-ID and NAME', source: 'RFC 8216 §4.3.4.1', check: hasNames },
  { rule: 'A group that a variant names exists', source: 'RFC 8216 §4.3.4.2', check: groupsExist },
  { rule: 'No two members of a group have one NAME', source: 'RFC 8216 §4.3.4.1.1', check: namesDiffer },
  { rule: 'A group has one DEFAULT at most', source: 'RFC 8216 §4.3.4.1.1', check: hasOneDefault },
  {
    rule: 'What is DEFAULT is not kept from AUTOSELECT',
    source: 'RFC 8216 §4.3.4.1',
    check: defaultIsSelected,
  },
  { rule: 'A language is a BCP 47 tag', source: 'RFC 8216 §4.3.4.1', check: languagesAreTags },
  {
    rule: 'Every rendition but video has LANGUAGE',
    source: 'Apple HLS Authoring 4.4, 4.7, 8.10',
    check: hasLanguage,
  },
  { rule: 'Subtitles have a URI', source: 'RFC 8216 §4.3.4.2.1', check: subtitlesHaveUri },
  {
    rule: 'Closed captions have INSTREAM-ID and no URI',
    source: 'RFC 8216 §4.3.4.1',
    check: captionsAreInTheVideo,
  },
  {
    rule: 'Only closed captions have INSTREAM-ID',
    source: 'RFC 8216 §4.3.4.1',
    check: onlyCaptionsAreInTheVideo,
  },
  { rule: 'Only subtitles have FORCED', source: 'RFC 8216 §4.3.4.1', check: onlySubtitlesAreForced },
  {
    rule: 'Groups of one type have the same members, alike but for URI and CHANNELS',
    source: 'RFC 8216 §4.3.4.1.1',
    check: groupsAreAlike,
  },
  {
    rule: 'Sounds of one codec that differ in channels have CHANNELS',
    source: 'RFC 8216 §4.3.4.1',
    check: audioHasChannels,
  },
]
