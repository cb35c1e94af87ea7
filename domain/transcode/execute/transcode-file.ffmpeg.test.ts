import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { createFfmpeg } from '#platform/ffmpeg/ffmpeg.ts'
import { drawClip, drawFile, truncated, writeMedia, type Clip } from '#tests/support/media.ts'
import { masterPlaylist, mediaPlaylist } from '../package/playlist.ts'
import { transcodeFile, type TranscodeFile, type TranscodeResult } from './transcode-file.ts'

const run = promisify(execFile)
const programs = {
  FFMPEG_PATH: process.env.FFMPEG_PATH ?? 'ffmpeg',
  FFPROBE_PATH: process.env.FFPROBE_PATH ?? 'ffprobe',
}
const ffmpeg = createFfmpeg(programs)
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function transcode(
  input: TranscodeFile['input'],
  more: Partial<TranscodeFile> = {},
): Promise<TranscodeResult & { scratchDir: string }> {
  const scratchDir = await mkdtemp(path.join(os.tmpdir(), 'codex-transcode-'))
  return { ...(await transcodeFile({ ffmpeg, input, scratchDir, ...more })), scratchDir }
}

/** Serves files by name, with ranges, as a storage does; keeps what was asked for. */
async function serve(files: Record<string, string>): Promise<{ origin: string; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const file = files[(request.url ?? '').split('?')[0] ?? '']
    if (!file) return void response.writeHead(404).end()
    void readFile(file).then((bytes) => {
      const [, from = '0', to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? []
      const end = to ? Math.min(Number(to), bytes.length - 1) : bytes.length - 1
      const range = `bytes ${from}-${end}/${bytes.length}`
      response.writeHead(request.headers.range ? 206 : 200, {
        'accept-ranges': 'bytes',
        ...(request.headers.range ? { 'content-range': range } : {}),
      })
      response.end(bytes.subarray(Number(from), end + 1))
    })
  }).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

/** Writes the film's playlists beside its files and returns the path of the master. */
async function writePlaylists({
  renditions,
  scratchDir,
}: TranscodeResult & { scratchDir: string }): Promise<string> {
  for (const rendition of renditions) {
    const url = path.basename(rendition.path)
    await writeFile(
      path.join(scratchDir, `${rendition.name}.m3u8`),
      mediaPlaylist(rendition, { initUrl: url, mediaUrl: url }),
    )
  }
  const master = path.join(scratchDir, 'master.m3u8')
  await writeFile(
    master,
    masterPlaylist(renditions, ({ name }) => `${name}.m3u8`),
  )
  return master
}

async function countFrames(file: string, stream: string): Promise<number> {
  const args = [
    '-v',
    'error',
    '-select_streams',
    stream,
    '-count_frames',
    '-show_entries',
    'stream=nb_read_frames',
    '-of',
    'csv=p=0',
    file,
  ]
  const { stdout, stderr } = await run(programs.FFPROBE_PATH, args)
  expect(stderr).toBe('')
  return Number(/\d+/.exec(stdout)?.[0])
}

const shapes: [string, Clip, { rungs: string[]; size: [number, number]; seconds: number }][] = [
  ['a plain film', { seconds: 5 }, { rungs: ['180p', 'audio-128k'], size: [320, 180], seconds: 5 }],
  [
    'a portrait film',
    { seconds: 1, width: 270, height: 480 },
    { rungs: ['270p', '240p', 'audio-128k'], size: [270, 480], seconds: 1 },
  ],
  [
    'a rotated film',
    { seconds: 1, rotate: 90 },
    { rungs: ['180p', 'audio-128k'], size: [180, 320], seconds: 1 },
  ],
  ['a silent film', { seconds: 1, audio: false }, { rungs: ['180p'], size: [320, 180], seconds: 1 }],
  [
    'a film of a tenth of a second',
    { seconds: 0.1 },
    { rungs: ['180p', 'audio-128k'], size: [320, 180], seconds: 0.1 },
  ],
  [
    'a film of 59.94 pictures per second',
    { seconds: 3, fps: '60000/1001' },
    { rungs: ['180p', 'audio-128k'], size: [320, 180], seconds: 3.003 },
  ],
  [
    'an anamorphic, interlaced MPEG-2 film',
    {
      seconds: 2,
      codec: 'mpeg2video',
      container: 'mpg',
      width: 352,
      height: 288,
      fps: 25,
      filter: 'setsar=16/11',
      options: ['-flags', '+ilme+ildct'],
    },
    { rungs: ['288p', '240p', 'audio-128k'], size: [512, 288], seconds: 2 },
  ],
  [
    'a transport stream',
    { seconds: 3, container: 'ts' },
    { rungs: ['180p', 'audio-128k'], size: [320, 180], seconds: 3 },
  ],
  [
    'VP9 in WebM',
    { seconds: 1, codec: 'libvpx-vp9', container: 'webm', audio: false },
    { rungs: ['180p'], size: [320, 180], seconds: 1 },
  ],
  [
    'MPEG-4 in AVI',
    { seconds: 1, codec: 'mpeg4', container: 'avi' },
    { rungs: ['180p', 'audio-128k'], size: [320, 180], seconds: 1 },
  ],
  [
    'an RGB film',
    { seconds: 1, codec: 'libx264rgb', container: 'mkv' },
    { rungs: ['180p', 'audio-128k'], size: [320, 180], seconds: 1 },
  ],
  [
    'odd sizes',
    { seconds: 1, codec: 'libx264rgb', container: 'mkv', filter: 'pad=321:181' },
    { rungs: ['180p', 'audio-128k'], size: [320, 180], seconds: 1 },
  ],
  [
    'HLG',
    {
      seconds: 1,
      options: ['-color_trc', 'arib-std-b67', '-color_primaries', 'bt2020', '-colorspace', 'bt2020nc'],
    },
    { rungs: ['180p', 'audio-128k'], size: [320, 180], seconds: 1 },
  ],
  [
    '5.1 sound',
    { seconds: 1, options: ['-ac', '6'] },
    { rungs: ['180p', 'audio-128k'], size: [320, 180], seconds: 1 },
  ],
]

test.each(shapes)(
  '%s becomes a film that plays from end to end',
  async (_, clip, { rungs, size, seconds }) => {
    const made = await transcode({ path: await drawClip(clip) })
    expect(made.renditions.map(({ name }) => name)).toEqual(rungs)
    expect([made.width, made.height]).toEqual(size)
    expect(made.mediaType).toBe('video')
    const { num, den } = made.plan.video?.frameRate ?? { num: 0, den: 1 }
    expect(Math.abs(made.durationSeconds - seconds)).toBeLessThanOrEqual(den / num + 0.001)
    expect(made.poster).toMatchObject({ width: size[0], height: size[1] })
    const master = await writePlaylists(made)
    expect(await countFrames(master, 'v:0')).toBe(
      Math.round(made.durationSeconds * (made.renditions[0]?.frameRate ?? 0)),
    )
  },
)

test('a fast film has every second picture in its small rungs, and all rungs have their key frames together', async () => {
  const made = await transcode({ path: await drawClip({ seconds: 5, width: 854, height: 480, fps: 50 }) })
  const films = made.renditions.filter(({ kind }) => kind === 'video')
  expect(films.map(({ name, frameRate }) => [name, frameRate])).toEqual([
    ['480p', 50],
    ['360p', 25],
    ['240p', 25],
  ])
  for (const film of films) {
    expect(film.segments.map(({ duration }) => duration)).toEqual([4, 1])
    expect(film.keyFrames.map(({ duration }) => duration)).toEqual([2, 2, 1])
  }
})

test.each([
  ['flac', ['audio-64k', 'audio-128k', 'audio-256k'], []],
  ['mp3', ['audio-64k', 'audio-128k'], ['-b:a', '128k']],
  ['ogg', ['audio-64k', 'audio-128k', 'audio-256k'], ['-c:a', 'libvorbis', '-b:a', '240k', '-ac', '2']],
] as const)('sound in %s becomes sound to stream', async (container, rungs, options) => {
  const made = await transcode({ path: await drawClip({ seconds: 9, codec: 'none', container, options }) })
  expect(made.mediaType).toBe('audio')
  expect(made.renditions.map(({ name }) => name)).toEqual(rungs)
  expect(Math.abs(made.durationSeconds - 9)).toBeLessThan(0.1)
  expect(made.poster).toBeUndefined()
  expect(await countFrames(await writePlaylists(made), 'a:0')).toBeGreaterThan(400)
})

test('the cover of a song becomes its poster', async () => {
  const cover = await drawFile('png', ['-f', 'lavfi', '-i', 'testsrc2=size=1600x1600', '-frames:v', '1'])
  const song = await drawClip({ seconds: 2, codec: 'none', container: 'wav' })
  const made = await transcode({
    path: await drawFile('mp3', [
      '-i',
      song,
      '-i',
      cover,
      '-map',
      '0',
      '-map',
      '1',
      '-disposition:v',
      'attached_pic',
      '-c:v',
      'mjpeg',
    ]),
  })
  expect(made).toMatchObject({ mediaType: 'audio', poster: { width: 1280, height: 1280 } })
})

test('the poster is not the black beginning', async () => {
  const made = await transcode({
    path: await drawClip({ seconds: 9, filter: `drawbox=color=black:t=fill:enable='lt(t,2)'` }),
  })
  const { stdout } = await run(
    programs.FFMPEG_PATH,
    ['-v', 'error', '-i', made.poster?.path ?? '', '-vf', 'scale=1:1,format=gray', '-f', 'rawvideo', '-'],
    {
      encoding: 'buffer',
    },
  )
  expect(stdout[0]).toBeGreaterThan(40)
})

test('an original is read from its address by ranges', async () => {
  const clip = await drawClip({ seconds: 3 })
  const { origin, asked } = await serve({ '/film.mp4': clip })
  const seen: [number, string][] = []
  const made = await transcode(
    { url: `${origin}/film.mp4?signature=a%2Fb%20c` },
    { onProgress: (percent, _, stage) => seen.push([percent, stage]) },
  )
  expect(made.durationSeconds).toBe(3)
  expect(new Set(asked)).toEqual(new Set(['/film.mp4?signature=a%2Fb%20c']))
  expect(seen.map(([percent]) => percent)).toEqual(seen.map(([percent]) => percent).toSorted((a, b) => a - b))
  expect(seen.at(0)).toEqual([0, 'probe'])
  expect(seen.at(-1)).toEqual([100, 'index'])
})

test('sound ahead of a late picture keeps its place', async () => {
  const picture = await drawClip({ seconds: 3, audio: false })
  const sound = await drawClip({ seconds: 4, codec: 'none', container: 'wav' })
  const made = await transcode({
    path: await drawFile('mp4', [
      '-itsoffset',
      '0.5',
      '-i',
      picture,
      '-i',
      sound,
      '-c:v',
      'copy',
      '-c:a',
      'aac',
    ]),
  })
  expect(made.durationSeconds).toBeCloseTo(3.5, 2)
})

test('a sound track that is announced but empty leaves a silent film', async () => {
  const clip = await drawClip({ seconds: 3 })
  const announced = await drawFile('mkv', [
    '-i',
    clip,
    '-af',
    'atrim=start=100',
    '-c:v',
    'copy',
    '-c:a',
    'pcm_s16le',
  ])
  expect((await transcode({ path: announced })).renditions.map(({ name }) => name)).toEqual(['180p'])
})

const refused: [string, string, () => Promise<string>][] = [
  ['nothing at all', 'not_media', () => writeMedia('mp4', '')],
  ['a few words called .mp4', 'not_media', () => writeMedia('mp4', 'hello world\n')],
  [
    'a long text called .mp4',
    'not_media',
    () => writeMedia('mp4', 'hello world, this is a text\n'.repeat(500)),
  ],
  ['a picture', 'not_media', () => drawFile('png', ['-f', 'lavfi', '-i', 'testsrc2', '-frames:v', '1'])],
  ['an MP4 whose index is missing', 'damaged', async () => truncated(await drawClip({ seconds: 10 }), 0.6)],
  [
    'an MP4 whose end is missing',
    'damaged',
    async () => truncated(await drawClip({ seconds: 10, options: ['-movflags', '+faststart'] }), 0.6),
  ],
  [
    'a Matroska file whose end is missing',
    'damaged',
    async () => truncated(await drawClip({ seconds: 10, container: 'mkv' }), 0.6),
  ],
  [
    'an MP3 whose end is missing',
    'damaged',
    async () => truncated(await drawClip({ seconds: 10, container: 'mp3', codec: 'none' }), 0.6),
  ],
  [
    'subtitles alone',
    'no_streams',
    async () => drawFile('mkv', ['-i', await writeMedia('srt', '1\n00:00:01,000 --> 00:00:02,000\nhello\n')]),
  ],
  [
    'an encrypted film',
    'protected',
    async () =>
      drawFile('mp4', [
        ...['-i', await drawClip({ seconds: 2 }), '-c', 'copy', '-encryption_scheme', 'cenc-aes-ctr'],
        ...[
          '-encryption_key',
          '76a6c65c5ea762046bd749a2e632ccbb',
          '-encryption_kid',
          'a7e61c373e219033c21091fa607bf3b8',
        ],
      ]),
  ],
]

test.each(refused)('%s is refused as %s', async (_, cause, make) => {
  await expect(transcode({ path: await make() })).rejects.toMatchObject({ name: 'TranscodeRefused', cause })
})

test('damage in the middle of a film is survived', async () => {
  const bytes = await readFile(await drawClip({ seconds: 10 }))
  const middle = Math.floor(bytes.length / 2)
  for (let at = 0; at < 3000; at++) bytes[middle + at] = (at * 7919) & 255
  expect((await transcode({ path: await writeMedia('mp4', bytes) })).durationSeconds).toBeCloseTo(10, 1)
})

test('a playlist in disguise fetches nothing and reads nothing', async () => {
  const secret = await drawClip({ seconds: 1, container: 'ts' })
  const { origin, asked } = await serve({
    '/secret.ts': secret,
    '/secret.mp4': await drawClip({ seconds: 1 }),
  })
  const hls = (entry: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:1,\n${entry}\n#EXT-X-ENDLIST\n`
  const disguises = [
    hls(secret),
    hls(`${origin}/secret.ts`),
    hls(`concat:${origin}/secret.ts`),
    `ffconcat version 1.0\nfile '${secret}'\n`,
    `ffconcat version 1.0\nfile '${origin}/secret.mp4'\n`,
    `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><AdaptationSet><BaseURL>${origin}/secret.mp4</BaseURL></AdaptationSet></Period></MPD>`,
    `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n`,
  ]
  for (const [index, text] of disguises.entries()) {
    for (const ending of ['mp4', 'm3u8', 'avi']) {
      const file = await writeMedia(ending, text)
      await expect(transcode({ path: file })).rejects.toMatchObject({ cause: 'not_media' })
      const upload = await serve({ [`/upload-${index}.${ending}`]: file })
      await expect(transcode({ url: `${upload.origin}/upload-${index}.${ending}` })).rejects.toMatchObject({
        cause: 'not_media',
      })
      expect(upload.asked.every((url) => url.startsWith('/upload-'))).toBe(true)
    }
  }
  expect(asked).toEqual([])
})

test('an AVI that wraps a playlist as its subtitles gives nothing of it away', async () => {
  const { origin, asked } = await serve({ '/secret.ts': await drawClip({ seconds: 1, container: 'ts' }) })
  const avi = await readFile(await drawClip({ seconds: 1, codec: 'mpeg4', container: 'avi' }))
  const playlist = Buffer.from(
    `#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:1,\n${origin}/secret.ts\n#EXT-X-ENDLIST\n`,
  )
  await transcode({ path: await writeMedia('avi', withSubtitles(avi, playlist)) }).catch((error: unknown) =>
    expect(error).toMatchObject({ name: 'TranscodeRefused' }),
  )
  expect(asked).toEqual([])
})

/** Adds a text stream with one GAB2 chunk to an AVI: a third stream header, and its packet ahead of the others. */
function withSubtitles(avi: Buffer, text: Buffer): Buffer {
  const chunk = (id: string, body: Buffer) => {
    const header = Buffer.alloc(8)
    header.write(id, 'latin1')
    header.writeUInt32LE(body.length, 4)
    return Buffer.concat([header, body, Buffer.alloc(body.length % 2)])
  }
  const list = (type: string, ...bodies: Buffer[]) =>
    chunk('LIST', Buffer.concat([Buffer.from(type), ...bodies]))
  const strh = Buffer.alloc(56)
  strh.write('txts', 'latin1')
  strh.writeUInt32LE(1, 20)
  strh.writeUInt32LE(1, 24)
  const gab2 = Buffer.concat([
    Buffer.from('GAB2\0'),
    Buffer.from([2, 0, 2, 0, 0, 0, 120, 0, 4, 0]),
    Buffer.alloc(4),
    text,
  ])
  gab2.writeUInt32LE(text.length, 15)
  const hdrlEnd = 12 + 8 + avi.readUInt32LE(16)
  const header = Buffer.from(avi.subarray(20, hdrlEnd))
  const movi = avi.indexOf('movi', 0, 'latin1')
  const media = avi.subarray(movi + 4, movi - 4 + avi.readUInt32LE(movi - 4) + 4)
  return chunk(
    'RIFF',
    Buffer.concat([
      Buffer.from('AVI '),
      chunk(
        'LIST',
        Buffer.concat([header, list('strl', chunk('strh', strh), chunk('strf', Buffer.alloc(0)))]),
      ),
      list('movi', chunk('02tx', gab2), media),
    ]),
  )
}

test('stopping ends it with nothing left to do', async () => {
  const stop = new AbortController()
  const clip = await drawClip({ seconds: 20, width: 1280, height: 720 })
  const work = transcode(
    { path: clip },
    { signal: stop.signal, onProgress: (percent) => percent > 3 && stop.abort() },
  )
  await expect(work).rejects.toMatchObject({ name: 'FfmpegFailure', kind: 'aborted' })
})

test('a storage that does not answer is not blamed on the original', async () => {
  const { origin } = await serve({})
  await expect(transcode({ url: `${origin}/gone.mp4` })).rejects.toMatchObject({ name: 'FfmpegFailure' })
})

test('the scratch folder holds the renditions and the poster candidates, and nothing else', async () => {
  const { scratchDir, renditions } = await transcode({ path: await drawClip({ seconds: 3 }) })
  const names = await readdir(scratchDir)
  expect(names.filter((name) => !name.startsWith('poster-')).toSorted()).toEqual([
    '180p.mp4',
    'audio-128k.mp4',
  ])
  for (const { path: file, bytes } of renditions) expect((await stat(file)).size).toBe(bytes)
})
