import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { boxesIn, viewOf } from './boxes.ts'
import { readSegment } from './fragments.ts'
import { readInitialization } from './initialization.ts'
import { readPlaylistText, segmentsOf } from './playlist-text.ts'
import type { Presentation } from './read-presentation.ts'

const runFile = promisify(execFile)
/** The files of a presentation, to be changed at will. */
export type Example = { master: string; playlists: Map<string, string>; media: Map<string, Uint8Array> }

/** AAC comes in frames of 1024 samples, and one is put before them. */
const wholeFrames = `atrim=end_sample=${281 * 1024}`
// Without B-frames: ffmpeg's HLS muxer writes no edit list to take back their delay.
const encoders = {
  high: ['-map', '[high]', '-c:v', 'libx264', '-preset', 'ultrafast', '-sc_threshold', '0', '-g', '50'],
  low: [
    '-map',
    '[low]',
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-bf',
    '0',
    '-sc_threshold',
    '0',
    '-g',
    '50',
  ],
  av1: ['-map', '[av1]', '-c:v', 'libsvtav1', '-preset', '12', '-g', '50'],
  sound: ['-map', '1:a', '-af', wholeFrames, '-c:a', 'aac', '-ac', '2', '-b:a', '96k'],
}
const names = Object.keys(encoders)

/** Makes six seconds in two qualities of H.264 and one of AV1, with sound and subtitles, by ffmpeg's own HLS muxer. */
export async function makeExample(): Promise<Example> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'codex-hls-'))
  try {
    await runFile(process.env.FFMPEG_PATH ?? 'ffmpeg', ffmpegArguments(), { cwd: folder })
    const read = (ending: string) => (name: string) => readFile(path.join(folder, `${name}.${ending}`))
    const lists = await Promise.all(names.map(read('m3u8')))
    const files = await Promise.all(names.map(read('mp4')))
    return completed(
      new Map(names.map((name, index) => [`${name}.m3u8`, String(lists[index])])),
      new Map(names.map((name, index) => [`${name}.mp4`, Uint8Array.from(files[index] ?? [])])),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A copy that can be broken without the other one. */
export const copyOf = ({ master, playlists, media }: Example): Example => ({
  master,
  playlists: new Map(playlists),
  media: new Map([...media].map(([name, bytes]) => [name, bytes.slice()])),
})

/** The example as a player would fetch it. */
export const served = ({ master, playlists, media }: Example): Presentation => ({
  master,
  playlist: (uri) => found(playlists, uri),
  bytes: async (uri, offset, length) => {
    const bytes = await found(media, uri)
    return bytes.subarray(offset, length === undefined ? undefined : offset + length)
  },
})

async function found<T>(files: ReadonlyMap<string, T>, uri: string): Promise<T> {
  const file = files.get(uri)
  if (file === undefined) throw new Error(`there is no ${uri}`)
  return file
}

function ffmpegArguments(): string[] {
  const hls = [
    '-f',
    'hls',
    '-hls_time',
    '2',
    '-hls_playlist_type',
    'vod',
    '-hls_segment_type',
    'fmp4',
  ].concat([
    ...['-hls_flags', 'single_file+independent_segments', '-flags', '+bitexact', '-fflags', '+bitexact'],
  ])
  return [
    ...['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=25:duration=6'],
    ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=6', '-filter_complex'],
    '[0:v]format=yuv420p,split=3[high][a][b];[a]scale=320:180[low];[b]scale=320:180[av1]',
    ...Object.entries(encoders).flatMap(([name, options]) => [
      ...options,
      ...[...hls, '-hls_segment_filename', `${name}.mp4`, `${name}.m3u8`],
    ]),
  ]
}

function completed(playlists: Map<string, string>, media: Map<string, Uint8Array>): Example {
  const rates = new Map(names.map((name) => [name, ratesOf(playlists.get(`${name}.m3u8`) ?? '')]))
  for (const name of names.filter((each) => each !== 'sound')) {
    const keyFrames = keyFramePlaylist(
      playlists.get(`${name}.m3u8`) ?? '',
      media.get(`${name}.mp4`) ?? new Uint8Array(),
    )
    playlists.set(`${name}-keys.m3u8`, keyFrames)
    rates.set(`${name}-keys`, ratesOf(keyFrames))
  }
  playlists.set('text.m3u8', textPlaylist)
  media.set('text.vtt', new TextEncoder().encode(words))
  return { master: masterOf(rates), playlists, media }
}

const words = `WEBVTT
X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000

00:01.000 --> 00:02.500
A moving picture.
`
const vod = ['#EXT-X-MEDIA-SEQUENCE:0', '#EXT-X-PLAYLIST-TYPE:VOD']
const textPlaylist = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:6', ...vod]
  .concat(['#EXTINF:6.000000,', 'text.vtt', '#EXT-X-ENDLIST', ''])
  .join('\n')

type Rates = { peak: number; average: number }

/** Segments of two seconds each, and a remainder: the peak is that of a whole one. */
function ratesOf(playlist: string): Rates {
  const lengths = [...playlist.matchAll(/BYTERANGE:(\d+)@/g)].map(([, length]) => Number(length))
  const durations = [...playlist.matchAll(/EXTINF:([\d.]+)/g)].map(([, duration]) => Number(duration))
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
  return {
    peak: Math.ceil(Math.max(...lengths.map((length) => (length * 8) / 2))),
    average: Math.ceil((sum(lengths) * 8) / sum(durations)),
  }
}

/** Each segment begins with a fragment whose first picture is the key frame. */
function keyFramePlaylist(playlist: string, file: Uint8Array): string {
  const read = readPlaylistText('', playlist)
  const segments = segmentsOf(read)
  const map = segments[0]?.map
  const { tracks } = readInitialization('', file.subarray(0, map?.range?.length))
  return [
    ...['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:2', ...vod, '#EXT-X-I-FRAMES-ONLY'],
    `#EXT-X-MAP:URI="${map?.uri}",BYTERANGE="${map?.range?.length}@0"`,
    ...segments.flatMap(({ uri, range = { offset: 0, length: 0 } }) => {
      const bytes = file.subarray(range.offset, range.offset + range.length)
      const moof = boxesIn(viewOf(bytes)).find(({ type }) => type === 'moof')?.start ?? 0
      const picture = readSegment(bytes, tracks[0]).fragments[0]?.firstSample ?? { offset: 0, length: 0 }
      const length = picture.offset + picture.length - moof
      return ['#EXTINF:2.000000,', `#EXT-X-BYTERANGE:${length}@${range.offset + moof}`, uri]
    }),
    ...['#EXT-X-ENDLIST', ''],
  ].join('\n')
}

function masterOf(rates: ReadonlyMap<string, Rates>): string {
  const rate = (name: string) => rates.get(name) ?? { peak: 0, average: 0 }
  const bandwidths = (...played: string[]) => {
    const [peak, average] = [0, 0].map((_, at) =>
      played.reduce((total, name) => total + (at === 0 ? rate(name).peak : rate(name).average), 0),
    )
    return `BANDWIDTH=${peak},AVERAGE-BANDWIDTH=${average}`
  }
  const videos = [
    { name: 'high', codec: 'avc1.42C01E', size: '640x360' },
    { name: 'low', codec: 'avc1.64000C', size: '320x180' },
    { name: 'av1', codec: 'av01.0.00M.08', size: '320x180' },
  ]
  return [
    ...['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS'],
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Main",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="sound.m3u8"',
    '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="text",NAME="English",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI="text.m3u8"',
    ...videos.flatMap(({ name, codec, size }) => [
      `#EXT-X-STREAM-INF:${bandwidths(name, 'sound')},CODECS="${codec},mp4a.40.2",RESOLUTION=${size},FRAME-RATE=25.000,CLOSED-CAPTIONS=NONE,AUDIO="audio",SUBTITLES="text"`,
      `${name}.m3u8`,
    ]),
    ...videos.map(
      ({ name, codec, size }) =>
        `#EXT-X-I-FRAME-STREAM-INF:${bandwidths(`${name}-keys`)},CODECS="${codec}",RESOLUTION=${size},URI="${name}-keys.m3u8"`,
    ),
    '',
  ].join('\n')
}
