import { boxesIn, viewOf } from './boxes.ts'
import { inBox, inMaster, inPlaylist, renamed, together, write, type Edit } from './example-edits.ts'
import type { Break } from './example-playlist-breaks.ts'

const breaks = (rule: string, edit: Edit, ...others: string[]): Break => ({ edit, rules: [rule, ...others] })
const inTrack = (...path: string[]) => ['moov', 'trak', ...path]
const inFragment = (...path: string[]) => ['moof', 'traf', ...path]
const entry = (type: string) => inTrack('mdia', 'minf', 'stbl', 'stsd', type)
const otherCodec = ['CODECS names every codec that is played', 'CODECS names no codec that is not played']

const later = (name: string, ticks: number, segment: number) =>
  inBox(
    name,
    inFragment('tfdt'),
    (bytes, body) => {
      const at = body + (bytes.getUint8(body) === 1 ? 8 : 4)
      bytes.setUint32(at, bytes.getUint32(at) + ticks)
    },
    segment,
  )

/** Changes how many channels the settings of a sound in AAC tell (two bytes: its type, its rate, its channels). */
const withChannels = (name: string, from: number, to: number): Edit =>
  inBox(name, entry('mp4a'), (bytes, body) => {
    for (let at = body; at + 1 < bytes.byteLength; at++) {
      if (bytes.getUint8(at) !== 0x11 || bytes.getUint8(at + 1) !== (0x80 | (from << 3))) continue
      bytes.setUint8(at + 1, 0x80 | (to << 3))
      return
    }
    throw new Error(`no settings of ${from} channels in ${name}`)
  })

/** The sound again, its settings saying that it is mono. */
const withMono: Edit = (example) => {
  example.media.set('mono.mp4', (example.media.get('sound.mp4') ?? new Uint8Array()).slice())
  withChannels('mono', 2, 1)(example)
  const list = example.playlists.get('sound.m3u8') ?? ''
  example.playlists.set('mono.m3u8', list.replaceAll('sound.mp4', 'mono.mp4'))
  inMaster(/#EXT-X-MEDIA:TYPE=AUDIO.*\n/, (line) => {
    const open = line.replace('CHANNELS="2",', '')
    return open + open.replace('Main', 'Mono').replace('=YES', '=NO').replace('sound', 'mono')
  })(example)
}

/** The sound's initialization with its track twice, in a file of its own. */
const withTwoTracks: Edit = (example) => {
  const file = example.media.get('sound.mp4') ?? new Uint8Array()
  const bytes = viewOf(file)
  const moov = boxesIn(bytes).find(({ type }) => type === 'moov')
  const trak = moov && boxesIn(bytes, moov.body, moov.end).find(({ type }) => type === 'trak')
  if (!moov || !trak) throw new Error('the sound has no track')
  const [before, again, rest] = [
    file.slice(0, trak.end),
    file.slice(trak.start, trak.end),
    file.slice(trak.end, moov.end),
  ]
  const made = Uint8Array.from([...before, ...again, ...rest])
  viewOf(made).setUint32(moov.start, moov.end - moov.start + again.length)
  example.media.set('two.mp4', made)
  inPlaylist('sound', /MAP:.*/, 'MAP:URI="two.mp4"')(example)
}

/** From its third segment on, the sound has another number for its track. */
const withOtherTrack: Edit = (example) => {
  const made = (example.media.get('sound.mp4') ?? new Uint8Array()).slice()
  example.media.set(
    'other.mp4',
    made.slice(0, boxesIn(viewOf(made)).find(({ type }) => type === 'moov')?.end),
  )
  inBox('other', inTrack('tkhd'), (bytes, body) => bytes.setUint32(body + 12, 2))(example)
  inBox('other', ['moov', 'mvex', 'trex'], (bytes, body) => bytes.setUint32(body + 4, 2))(example)
  inBox('sound', inFragment('tfhd'), (bytes, body) => bytes.setUint32(body + 4, 2), 2)(example)
  inPlaylist('sound', /(.*)#EXTINF/s, '$1#EXT-X-MAP:URI="other.mp4"\n#EXTINF')(example)
}

/** ISO/IEC 14496-15: finds the IDR slice of the first picture and calls it another one. */
const withoutIdr = inBox('high', ['mdat'], (bytes, body) => {
  let at = body
  while ((bytes.getUint8(at + 4) & 0x1f) !== 5) at += 4 + bytes.getUint32(at)
  bytes.setUint8(at + 4, 0x61)
})

const ofContainers: Break[] = [
  breaks(
    'An initialization is ftyp, then moov',
    renamed('sound', ['ftyp'], 'free'),
    'An initialization has a brand of iso6 or later',
  ),
  breaks(
    'An initialization has a brand of iso6 or later',
    inBox('sound', ['ftyp'], (bytes, body) => write(bytes, body + 12, 'iso4')),
  ),
  breaks('An initialization has one track', withTwoTracks),
  breaks(
    'An initialization has no samples',
    inBox('sound', inTrack('mdia', 'minf', 'stbl', 'stsz'), (bytes, body) => bytes.setUint32(body + 8, 1)),
  ),
  breaks(
    'The durations of an initialization are 0',
    inBox('sound', inTrack('tkhd'), (bytes, body) => bytes.setUint32(body + 20, 6000)),
  ),
  breaks(
    'The durations of an initialization are 0',
    inBox('low', ['moov', 'mvhd'], (bytes, body) => bytes.setUint32(body + 16, 6000)),
  ),
  breaks(
    'An initialization has mvex after its track, with a trex for it',
    renamed('sound', ['moov', 'mvex', 'trex'], 'free'),
  ),
  breaks('A segment begins with a fragment', renamed('sound', ['sidx'], 'free')),
  breaks(
    'Fragments are of the track of the initialization',
    inBox('sound', inFragment('tfhd'), (bytes, body) => bytes.setUint32(body + 4, 7)),
  ),
  breaks('Every fragment has tfdt', renamed('sound', inFragment('tfdt'), 'free')),
  breaks(
    'Offsets count from the fragment itself',
    inBox('sound', inFragment('tfhd'), (bytes, body) => bytes.setUint8(body + 1, 0)),
  ),
  breaks('Sounds of one codec that differ in channels have CHANNELS', withMono),
]

const ofTimes: Break[] = [
  breaks('Every fragment begins where the one before it ends', later('sound', 100, 2)),
  breaks(
    'A video segment begins with a sync sample',
    inBox('high', inFragment('trun'), (bytes, body) => bytes.setUint32(body + 12, 0x1010000)),
    'An I-frame range begins with the moof of a sync sample',
  ),
  breaks('The first picture of an H.264 segment is an IDR picture', withoutIdr),
  breaks(
    'The first segments of all renditions begin at one time',
    together(...[0, 1, 2].map((segment) => later('sound', 4800, segment))),
  ),
  breaks(
    'Video variants of one codec have their segments at the same times',
    together(...[0, 1, 2].map((segment) => later('low', 384, segment))),
    'The first segments of all renditions begin at one time',
  ),
  breaks('A change of track or codec is marked by EXT-X-DISCONTINUITY', withOtherTrack),
]

const ofEncodings: Break[] = [
  breaks(
    'Video has no more than 60 pictures a second',
    inBox('av1', inTrack('mdia', 'mdhd'), (bytes, body) =>
      bytes.setUint32(body + 12, bytes.getUint32(body + 12) * 3),
    ),
    'FRAME-RATE is the measured rate',
    'EXTINF is the duration of the media within 1 ms',
    'The EXTINF of any run of segments add up to its duration within a frame',
    'All renditions last as long',
    'The EXTINF of an I-frame lasts to the next one',
  ),
  breaks('Video is H.264, HEVC, Dolby Vision or AV1', renamed('low', entry('avc1'), 'vp08'), ...otherCodec),
  breaks(
    'H.264 is no more than High Profile, Level 5.2',
    inBox('high', entry('avc1'), (bytes, body) => bytes.setUint8(body + 78 + 8 + 3, 60)),
    ...otherCodec,
  ),
  breaks(
    'AV1 is no more than Level 6.2',
    inBox('av1', entry('av01'), (bytes, body) => bytes.setUint8(body + 78 + 8 + 1, 19)),
    ...otherCodec,
  ),
  breaks(
    'There is sound in AAC of two channels',
    withChannels('sound', 2, 6),
    'CHANNELS is the count of stored channels',
  ),
  breaks(
    'AAC has 44100 or 48000 samples a second',
    inBox('sound', entry('mp4a'), (bytes, body) => bytes.setUint16(body + 24, 32_000)),
  ),
]

/** What an edit of bytes can break. */
export const mediaBreaks: readonly Break[] = [...ofContainers, ...ofTimes, ...ofEncodings]
