import { stat } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { drawClip, drawFile, drawStreamable, truncated, writeMedia } from '#tests/support/media.ts'
import { serveFiles, type FileServer } from '#tests/support/media/serve-files.ts'
import { readMovie } from './movie.ts'

const servers: FileServer[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

const withGroups = (group: string) =>
  drawClip({ seconds: 8, options: ['-preset', 'veryfast', '-x264-params', `${group}:b-adapt=0:scenecut=0`] })

test('the tables of a film tell its pictures and where its key frames are', async () => {
  expect(await readMovie({ path: await drawStreamable({ seconds: 9 }) })).toEqual({
    timescale: 15_360,
    frameTicks: 512,
    frames: 270,
    keyTicks: [0, 2, 4, 6, 8].map((seconds) => seconds * 15_360),
    closed: true,
    edited: false,
  })
})

test.each([
  ['closed groups', 'open-gop=0:keyint=48:bframes=3', true],
  ['open groups', 'open-gop=1:keyint=48:bframes=3', false],
])('%s are told apart', async (_, group, closed) => {
  expect(await readMovie({ path: await withGroups(group) })).toMatchObject({ closed, edited: false })
})

test('a film that was trimmed inside a group of pictures is known by its edit list', async () => {
  const whole = await drawStreamable({ seconds: 9 })
  expect(
    await readMovie({ path: await drawFile('mp4', ['-ss', '1.3', '-i', whole, '-c', 'copy']) }),
  ).toMatchObject({
    edited: true,
  })
})

test('pictures of different lengths have no length of their own', async () => {
  const varying = await drawClip({
    seconds: 3,
    audio: false,
    filter: "select='mod(n+4,9)'",
    options: ['-fps_mode', 'vfr'],
  })
  expect(await readMovie({ path: varying })).toMatchObject({ frameTicks: undefined, frames: 80 })
})

test.each([
  ['a fragmented film', () => drawClip({ seconds: 2, options: ['-movflags', '+frag_keyframe+empty_moov'] })],
  ['a Matroska file', () => drawClip({ seconds: 2, container: 'mkv' })],
  ['a film without its index', async () => truncated(await drawClip({ seconds: 10 }), 0.6)],
  ['sound alone', () => drawClip({ seconds: 2, codec: 'none', container: 'm4a' })],
  ['nothing', () => writeMedia('mp4', '')],
  [
    'boxes that lead nowhere',
    () => writeMedia('mp4', Buffer.from('000000107472616b000000086d6f6f76', 'hex')),
  ],
] as const)('%s has no tables to go by', async (_, draw) => {
  expect(await readMovie({ path: await draw() })).toBeUndefined()
})

test('at an address only the tables are read, not the film', async () => {
  const film = await drawClip({ seconds: 30, options: ['-b:v', '2M'] })
  const server = await serveFiles(() => film)
  servers.push(server)
  expect(await readMovie({ url: `${server.origin}/film.mp4` })).toMatchObject({ frames: 900 })
  expect(server.asked.length).toBeLessThan(8)
  expect(server.sentBytes()).toBeLessThan((await stat(film)).size / 10)
})
