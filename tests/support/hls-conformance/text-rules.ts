import { readAttributes } from './attributes.ts'
import { listTags, numberIn, tagsNamed, type PlaylistText } from './playlist-text.ts'
import type { ReadPresentation } from './read-presentation.ts'
import { about, ofEach, type Rule } from './rule.ts'

const everyPlaylist = ({ master, playlists }: ReadPresentation) => [master, ...playlists]
const onceAtMost = ['EXT-X-TARGETDURATION', 'EXT-X-MEDIA-SEQUENCE', 'EXT-X-DISCONTINUITY-SEQUENCE']
  .concat(['EXT-X-ENDLIST', 'EXT-X-PLAYLIST-TYPE', 'EXT-X-I-FRAMES-ONLY'])
  .concat(['EXT-X-INDEPENDENT-SEGMENTS', 'EXT-X-START'])
const ofMedia =
  /^(EXTINF|EXT-X-(TARGETDURATION|MEDIA-SEQUENCE|DISCONTINUITY-SEQUENCE|ENDLIST|PLAYLIST-TYPE))$/
const ofMediaToo = /^EXT-X-(I-FRAMES-ONLY|BYTERANGE|DISCONTINUITY|KEY|MAP|PROGRAM-DATE-TIME|DATERANGE)$/
const ofMaster = /^EXT-X-(MEDIA|STREAM-INF|I-FRAME-STREAM-INF|SESSION-DATA|SESSION-KEY)$/

const everythingCanBeRead = ({ unread }: ReadPresentation) => [...unread]

const beginsWithHeader = (presentation: ReadPresentation) =>
  ofEach(everyPlaylist(presentation), ({ text }) =>
    /^\uFEFF?#EXTM3U(\r?\n|$)/.test(text) ? [] : [`begins with ${JSON.stringify(text.slice(0, 20))}`],
  )

// A decoder that met malformed UTF-8 leaves U+FFFD.
const isPlainText = (presentation: ReadPresentation) =>
  ofEach(everyPlaylist(presentation), ({ text }) => {
    const wrong = /[\p{Cc}\uFEFF\uFFFD]/u.exec(text.replace(/\r?\n/g, ''))?.[0]
    return wrong === undefined ? [] : [`holds U+${wrong.codePointAt(0)?.toString(16).padStart(4, '0')}`]
  })

const hasNoStraySpace = (presentation: ReadPresentation) =>
  ofEach(everyPlaylist(presentation), ({ tags, uris }) => [
    ...about(uris, ({ line, uri }) => /\s/.test(uri) && `line ${line}: the URI holds white space`),
    ...about(
      tags,
      ({ line, name, value }) =>
        (/\s/.test(name) || /^\s|\s$/.test(value)) && `line ${line}: white space around ${name}`,
    ),
  ])

const hasOneVersion = (presentation: ReadPresentation) =>
  ofEach(everyPlaylist(presentation), (playlist) => {
    const versions = tagsNamed(playlist, 'EXT-X-VERSION')
    const wrong = versions.find(({ value }) => !/^\d+$/.test(value))
    return [
      ...(versions.length === 1 ? [] : [`${versions.length} of them`]),
      ...(wrong ? [`"${wrong.value}" is no version`] : []),
    ]
  })

const versionIsHighEnough = (presentation: ReadPresentation) =>
  ofEach(everyPlaylist(presentation), (playlist) => {
    const version = numberIn(playlist, 'EXT-X-VERSION') ?? 1
    return about(
      needsOf(playlist),
      ({ what, needs }) => needs > version && `${what} needs version ${needs}, not ${version}`,
    )
  })

/** RFC 8216, 7. */
function needsOf(playlist: PlaylistText): { what: string; needs: number }[] {
  const has = (name: string) => tagsNamed(playlist, name).length > 0
  const values = (name: string) => tagsNamed(playlist, name).map(({ value }) => value)
  const keysOnly = has('EXT-X-I-FRAMES-ONLY')
  return [
    ...(values('EXTINF').some((value) => /^\d+\./.test(value))
      ? [{ what: 'a fraction in EXTINF', needs: 3 }]
      : []),
    ...(has('EXT-X-BYTERANGE') ? [{ what: 'EXT-X-BYTERANGE', needs: 4 }] : []),
    ...(keysOnly ? [{ what: 'EXT-X-I-FRAMES-ONLY', needs: 4 }] : []),
    ...(has('EXT-X-MAP') ? [{ what: 'EXT-X-MAP', needs: keysOnly ? 5 : 6 }] : []),
    ...(values('EXT-X-MEDIA').some((value) => value.includes('INSTREAM-ID="SERVICE'))
      ? [{ what: 'INSTREAM-ID of a service', needs: 7 }]
      : []),
  ]
}

const hasProperAttributes = (presentation: ReadPresentation) =>
  ofEach(everyPlaylist(presentation), ({ tags }) =>
    tags
      .filter(({ name }) => listTags.includes(name))
      .flatMap(({ line, value }) =>
        readAttributes(value).problems.map((problem) => `line ${line}: ${problem}`),
      ),
  )

const masterIsOnlyMaster = ({ master }: ReadPresentation) =>
  about(
    master.tags,
    ({ line, name }) =>
      (ofMedia.test(name) || ofMediaToo.test(name)) && `line ${line}: ${name} in the master`,
  )

const mediaIsOnlyMedia = ({ playlists }: ReadPresentation) =>
  ofEach(playlists, ({ tags }) =>
    about(tags, ({ line, name }) => ofMaster.test(name) && `line ${line}: ${name} in a media playlist`),
  )

const saysOnlyOnce = (presentation: ReadPresentation) =>
  ofEach(everyPlaylist(presentation), (playlist) =>
    about(onceAtMost, (name) => tagsNamed(playlist, name).length > 1 && `${name} is there more than once`),
  )

/** What holds of the text of every playlist. */
export const textRules: readonly Rule[] = [
  {
    rule: 'All that a playlist names can be read',
    source: 'RFC 8216 §6.2.1',
    check: everythingCanBeRead,
  },
  { rule: 'The first line is EXTM3U', source: 'RFC 8216 §4.3.1.1', check: beginsWithHeader },
  {
    rule: 'A playlist is UTF-8 without a byte order mark or control characters',
    source: 'RFC 8216 §4',
    check: isPlainText,
  },
  {
    rule: 'No white space is where it does not belong to a value',
    source: 'RFC 8216 §4',
    check: hasNoStraySpace,
  },
  { rule: 'A playlist has one EXT-X-VERSION', source: 'RFC 8216 §4.3.1.2', check: hasOneVersion },
  {
    rule: 'The version is as high as what the playlist uses needs',
    source: 'RFC 8216 §7',
    check: versionIsHighEnough,
  },
  {
    rule: 'Attribute lists keep to their grammar, and no attribute is there twice',
    source: 'RFC 8216 §4.2',
    check: hasProperAttributes,
  },
  {
    rule: 'The master has no tag of media playlists',
    source: 'RFC 8216 §4.3.2, §4.3.3',
    check: masterIsOnlyMaster,
  },
  {
    rule: 'Media playlists have no tag of the master',
    source: 'RFC 8216 §4.3.4',
    check: mediaIsOnlyMedia,
  },
  {
    rule: 'A tag of a whole playlist is there at most once',
    source: 'RFC 8216 §4.3.3, §4.3.5',
    check: saysOnlyOnce,
  },
]
