import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { drawClip, drawFile, drawStreamable, writeMedia } from '#tests/support/media.ts'
import { makeFilm } from '#tests/support/media/make-film.ts'
import { decode } from '#tests/support/media/measure.ts'
import { serveFiles, type FileServer } from '#tests/support/media/serve-files.ts'

const run = promisify(execFile)
const ffmpegPath = process.env.FFMPEG_PATH ?? 'ffmpeg'
const servers: FileServer[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function serve(files: Record<string, string>): Promise<FileServer> {
  const server = await serveFiles((pathname) => files[pathname])
  servers.push(server)
  return server
}

async function countFrames(file: string, stream: string): Promise<number> {
  const { frames, complaints } = await decode(file, stream)
  expect(complaints).toBe('')
  return frames
}

test('a fast film has every second picture in its small rungs, and all rungs have their key frames together', async () => {
  const made = await makeFilm({ path: await drawClip({ seconds: 5, width: 854, height: 480, fps: 50 }) })
  const films = made.film.renditions.filter(({ kind }) => kind === 'video')
  expect(films.map(({ name, frameRate }) => [name, frameRate])).toEqual([
    ['480p', 50],
    ['360p', 25],
    ['240p', 25],
  ])
  for (const film of films) {
    expect(film.parts.flatMap(({ segments }) => segments.map(({ duration }) => duration))).toEqual([4, 1])
    expect(film.parts.flatMap(({ keyFrames }) => keyFrames.map(({ duration }) => duration))).toEqual([
      2, 2, 1,
    ])
  }
})

test.each([
  ['flac', ['audio-64k', 'audio-128k', 'audio-256k'], []],
  ['mp3', ['audio-64k', 'audio-128k'], ['-b:a', '128k']],
  ['ogg', ['audio-64k', 'audio-128k', 'audio-256k'], ['-c:a', 'libvorbis', '-b:a', '240k', '-ac', '2']],
] as const)('sound in %s becomes sound to stream', async (container, rungs, options) => {
  const made = await makeFilm({ path: await drawClip({ seconds: 9, codec: 'none', container, options }) })
  expect(made.plan.mediaType).toBe('audio')
  expect(made.film.renditions.map(({ name }) => name)).toEqual(rungs)
  expect(Math.abs(made.film.durationSeconds - 9)).toBeLessThan(0.1)
  expect(made.film.poster).toBeUndefined()
  expect(await countFrames(made.master, 'a:0')).toBeGreaterThan(400)
})

test('the cover of a song becomes its poster', async () => {
  const cover = await drawFile('png', ['-f', 'lavfi', '-i', 'testsrc2=size=1600x1600', '-frames:v', '1'])
  const song = await drawClip({ seconds: 2, codec: 'none', container: 'wav' })
  const made = await makeFilm({
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
  expect(made).toMatchObject({
    plan: { mediaType: 'audio' },
    film: { poster: { width: 1280, height: 1280, hash: expect.stringMatching(/^[\w+/]{20,}=*$/) } },
  })
})

test('the poster is not the black beginning', async () => {
  const made = await makeFilm({
    path: await drawClip({ seconds: 9, filter: `drawbox=color=black:t=fill:enable='lt(t,2)'` }),
  })
  const { stdout } = await run(
    ffmpegPath,
    [
      '-v',
      'error',
      '-i',
      path.join(made.folder, made.film.poster?.key ?? ''),
      '-vf',
      'scale=1:1,format=gray',
      '-f',
      'rawvideo',
      '-',
    ],
    {
      encoding: 'buffer',
    },
  )
  expect(stdout[0]).toBeGreaterThan(40)
})

test('an original is read from its address by ranges', async () => {
  const clip = await drawClip({ seconds: 3 })
  const { origin, asked } = await serve({ '/film.mp4': clip })
  const seen: number[] = []
  const made = await makeFilm(
    { url: `${origin}/film.mp4?signature=a%2Fb%20c` },
    { onProgress: (percent) => seen.push(percent) },
  )
  expect(made.film.durationSeconds).toBe(3)
  expect(new Set(asked)).toEqual(new Set(['/film.mp4?signature=a%2Fb%20c']))
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  expect(seen.at(-1)).toBe(100)
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
      await expect(makeFilm({ path: file })).rejects.toMatchObject({ cause: 'not_media' })
      const upload = await serve({ [`/upload-${index}.${ending}`]: file })
      await expect(makeFilm({ url: `${upload.origin}/upload-${index}.${ending}` })).rejects.toMatchObject({
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
  await makeFilm({ path: await writeMedia('avi', withSubtitles(avi, playlist)) }).catch((error: unknown) =>
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
  const work = makeFilm(
    { path: clip },
    { signal: stop.signal, onProgress: (percent) => percent > 3 && stop.abort() },
  )
  await expect(work).rejects.toMatchObject({ name: 'FfmpegFailure', kind: 'aborted' })
})

test('a storage that does not answer is not blamed on the original', async () => {
  const { origin } = await serve({})
  await expect(makeFilm({ url: `${origin}/gone.mp4` })).rejects.toMatchObject({ name: 'FfmpegFailure' })
})

test('the folder holds what the film consists of, and nothing else', async () => {
  const { folder, film, preview } = await makeFilm({ path: await drawClip({ seconds: 13 }) })
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(path.relative(folder, entry.parentPath), entry.name))
  expect(names.toSorted()).toEqual([
    '180p-keyframes.m3u8',
    '180p.m3u8',
    '180p/0.mp4',
    'audio-128k.m3u8',
    'audio-128k/0.mp4',
    'master.m3u8',
    'posters/chunk-0.jpg',
    'preview-180p/0.mp4',
    'preview-audio-128k/0.mp4',
    'storyboard.vtt',
    'storyboard/0.jpg',
    'waveform.json',
  ])
  for (const { parts, bytes } of [...film.renditions, ...preview])
    expect((await stat(path.join(folder, parts[0]?.key ?? ''))).size).toBe(bytes)
})

test('a preview plays by itself and is the beginning of the film', async () => {
  const { folder, preview } = await makeFilm({ path: await drawClip({ seconds: 13 }) })
  expect(preview.map(({ name, durationSeconds }) => [name, Math.round(durationSeconds)])).toEqual([
    ['preview-180p', 4],
    ['preview-audio-128k', 4],
  ])
  expect(await countFrames(path.join(folder, 'preview-180p/0.mp4'), 'v:0')).toBe(120)
})

test('one MP4 to keep holds the film and all its sound', async () => {
  const made = await makeFilm({ path: await drawClip({ seconds: 25 }) }, { download: true })
  const file = path.join(made.folder, made.download[0]?.parts[0]?.key ?? '')
  expect(made.plan.video?.chunks).toHaveLength(2)
  expect(made.download[0]).toMatchObject({ name: 'download', bytes: (await stat(file)).size })
  expect(await countFrames(file, 'v:0')).toBe(750)
  expect(await countFrames(file, 'a:0')).toBeGreaterThan(1100)
})

test('the hash is that of the original, byte for byte', async () => {
  const clip = await drawClip({ seconds: 1 })
  const wanted = createHash('sha256')
    .update(await readFile(clip))
    .digest('hex')
  expect((await makeFilm({ path: clip })).sha256).toBe(wanted)
})

test('the film can be played long before its work is done, when its picture is good as it is', async () => {
  const clip = await drawStreamable({ seconds: 25, width: 854, height: 480 })
  const { plan, film, readySeconds, planSeconds, tasks } = await makeFilm({ path: clip })
  expect(plan.video?.copied).toBeDefined()
  expect(tasks[0]?.kind).toBe('copy')
  expect(readySeconds).toBeLessThan(planSeconds + (tasks[0]?.seconds ?? 0) + 0.2)
  expect(film.renditions.map(({ name }) => name)).toEqual(['480p', '360p', '240p', 'audio-128k'])
})

test('a film that must not be copied is encoded', async () => {
  const clip = await drawStreamable({ seconds: 25, width: 854, height: 480 })
  const { plan, film } = await makeFilm({ path: clip }, { constraints: ['no_copy'] })
  expect(plan.video?.copied).toBeUndefined()
  expect(film.renditions[0]?.parts).toHaveLength(2)
})
