import { numberIn, tagsNamed } from './playlist-text.ts'
import type { ReadPresentation } from './read-presentation.ts'
import { about, ofEach, ofKind, ofSegments, type Rule } from './rule.ts'

const target = 'EXT-X-TARGETDURATION'

const hasTarget = ({ playlists }: ReadPresentation) =>
  ofEach(playlists, (playlist) => {
    const [tag] = tagsNamed(playlist, target)
    return tag && /^\d+$/.test(tag.value) ? [] : [tag ? `"${tag.value}" is no whole number` : 'it is missing']
  })

const hasDurations = ({ playlists }: ReadPresentation) =>
  ofSegments(playlists, ({ duration }) => (duration === undefined ? 'no EXTINF' : undefined))

const fitsTarget = ({ playlists }: ReadPresentation) =>
  ofSegments(playlists, ({ duration = 0 }, playlist) => {
    const most = numberIn(playlist, target)
    return most !== undefined && Math.round(duration) > most && `${duration} s, where the target is ${most} s`
  })

const countsFromTheStart = ({ playlists }: ReadPresentation) =>
  ofEach(playlists, (playlist) => {
    const first = playlist.uris[0]?.line ?? Infinity
    return ['EXT-X-MEDIA-SEQUENCE', 'EXT-X-DISCONTINUITY-SEQUENCE'].flatMap((name) =>
      about(tagsNamed(playlist, name), ({ line }) => line > first && `${name} in line ${line}`),
    )
  })

const isOnDemand = ({ playlists }: ReadPresentation) =>
  ofEach(playlists, (playlist) => {
    const type = tagsNamed(playlist, 'EXT-X-PLAYLIST-TYPE')[0]?.value
    return type === 'VOD' ? [] : [`the type is ${type ?? 'not said'}`]
  })

const ends = ({ playlists }: ReadPresentation) =>
  ofEach(playlists, (playlist) =>
    tagsNamed(playlist, 'EXT-X-ENDLIST').length > 0 ? [] : ['EXT-X-ENDLIST is missing'],
  )

const hasMaps = (presentation: ReadPresentation) =>
  ofSegments(
    ofKind(presentation, 'video', 'audio', 'keyFrames', 'unknown'),
    ({ map }) => map === undefined && 'no EXT-X-MAP comes before it',
  )

const mapsAreWhole = ({ playlists }: ReadPresentation) =>
  ofEach(playlists, (playlist) =>
    about(tagsNamed(playlist, 'EXT-X-MAP'), ({ line, value }) => {
      const range = /BYTERANGE="?([^",]*)/.exec(value)?.[1]
      if (!/(^|,)URI="/.test(value)) return `line ${line}: no URI`
      return range !== undefined && !/^\d+(@\d+)?$/.test(range) && `line ${line}: the range is "${range}"`
    }),
  )

const rangesHaveTheirForm = ({ playlists }: ReadPresentation) =>
  ofEach(playlists, (playlist) =>
    about(
      tagsNamed(playlist, 'EXT-X-BYTERANGE'),
      ({ line, value }) => !/^\d+(@\d+)?$/.test(value) && `line ${line}: "${value}"`,
    ),
  )

const rangesHaveAnOffset = ({ playlists }: ReadPresentation) =>
  ofSegments(
    playlists,
    ({ hasUnknownOffset }) => hasUnknownOffset && 'no offset, and no range of the same file before it',
  )

const rangesAreInside = ({ playlists }: ReadPresentation) =>
  ofSegments(
    playlists,
    ({ range, media }) =>
      range !== undefined &&
      media !== undefined &&
      media.received !== range.length &&
      `${range.length}@${range.offset} gave ${media.received} bytes`,
  )

const shareTarget = (presentation: ReadPresentation) => {
  const targets = ofKind(presentation, 'video', 'audio').flatMap((playlist) => {
    const seconds = numberIn(playlist, target)
    return seconds === undefined ? [] : [{ name: playlist.name, seconds }]
  })
  const [first] = targets
  return about(
    targets,
    ({ name, seconds }) =>
      seconds !== first?.seconds && `${name}: ${seconds} s, where ${first?.name} has ${first?.seconds} s`,
  )
}

const saysIndependent = (presentation: ReadPresentation) => {
  const says = (playlist: ReadPresentation['master']) =>
    tagsNamed(playlist, 'EXT-X-INDEPENDENT-SEGMENTS').length > 0
  return says(presentation.master)
    ? []
    : about(
        ofKind(presentation, 'video'),
        (playlist) => !says(playlist) && `neither the master nor ${playlist.name}`,
      )
}

/** What holds of each playlist of segments. */
export const playlistRules: readonly Rule[] = [
  { rule: 'A media playlist has EXT-X-TARGETDURATION', source: 'RFC 8216 §4.3.3.1', check: hasTarget },
  { rule: 'Every segment has an EXTINF', source: 'RFC 8216 §4.3.2.1', check: hasDurations },
  {
    rule: 'No EXTINF, rounded, is longer than the target duration',
    source: 'RFC 8216 §4.3.3.1',
    check: fitsTarget,
  },
  {
    rule: 'Sequence numbers come before the first segment',
    source: 'RFC 8216 §4.3.3.2, §4.3.3.3',
    check: countsFromTheStart,
  },
  {
    rule: 'Every playlist of on demand content has the type VOD',
    source: 'RFC 8216 §6.2.4, Apple HLS Authoring 8.6',
    check: isOnDemand,
  },
  { rule: 'A VOD playlist ends in EXT-X-ENDLIST', source: 'RFC 8216 §4.3.3.4, §4.3.3.5', check: ends },
  {
    rule: 'EXT-X-MAP applies to every fMP4 segment',
    source: 'RFC 8216 §3.3, Apple HLS Authoring 8.20',
    check: hasMaps,
  },
  { rule: 'EXT-X-MAP has a URI, and its range is n[@o]', source: 'RFC 8216 §4.3.2.5', check: mapsAreWhole },
  { rule: 'A byte range is n[@o]', source: 'RFC 8216 §4.3.2.2', check: rangesHaveTheirForm },
  {
    rule: 'A byte range says where it starts, or follows a range of the same file',
    source: 'RFC 8216 §4.3.2.2',
    check: rangesHaveAnOffset,
  },
  { rule: 'A byte range lies inside its file', source: 'RFC 8216 §4.3.2.2', check: rangesAreInside },
  {
    rule: 'Video and audio playlists have one target duration',
    source: 'RFC 8216 §6.2.4, Apple HLS Authoring 8.2',
    check: shareTarget,
  },
  {
    rule: 'The master or every video playlist has EXT-X-INDEPENDENT-SEGMENTS',
    source: 'Apple HLS Authoring 9.12',
    check: saysIndependent,
  },
]
