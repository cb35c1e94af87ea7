import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { drawClip } from '#tests/support/media.ts'
import { createFfmpeg, type FfmpegRun } from './ffmpeg.ts'

const ffmpeg = createFfmpeg({
  FFMPEG_PATH: process.env.FFMPEG_PATH ?? 'ffmpeg',
  FFPROBE_PATH: process.env.FFPROBE_PATH ?? 'ffprobe',
})
let cwd: string
const servers: Server[] = []

beforeEach(async () => (cwd = await mkdtemp(path.join(os.tmpdir(), 'codex-run-'))))
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** Runs until it is stopped; its mark is found in the list of processes. */
const endless = (clip: string, mark: string): FfmpegRun => ({
  inputs: [{ media: { path: clip }, options: ['-stream_loop', '-1', '-re'] }],
  outputs: [{ path: '-', options: ['-metadata', `comment=${mark}`, '-f', 'null'] }],
  cwd,
  limits: { wallSeconds: 60, stallSeconds: 30, fileBytes: 1e9 },
})

async function running(mark: string): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'args='])
  return stdout.split('\n').filter((line) => line.includes(`comment=${mark}`) && line.includes('ffmpeg'))
    .length
}

test('nothing keeps running when the process that started it is killed', async () => {
  const mark = randomUUID()
  const script = `
    import { createFfmpeg } from '#platform/ffmpeg/ffmpeg.ts'
    await createFfmpeg({ FFMPEG_PATH: 'ffmpeg', FFPROBE_PATH: 'ffprobe' }).run(${JSON.stringify(endless(await drawClip({ seconds: 2 }), mark))})`
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: 'inherit',
  })
  await vi.waitFor(async () => expect(await running(mark)).toBeGreaterThan(0), {
    timeout: 20_000,
    interval: 100,
  })
  parent.kill('SIGKILL')
  await vi.waitFor(async () => expect(await running(mark)).toBe(0), { timeout: 5_000, interval: 50 })
})

test('aborting ends it at once, and nothing is left', async () => {
  const mark = randomUUID()
  const stop = new AbortController()
  const run = ffmpeg.run({
    ...endless(await drawClip({ seconds: 2 }), mark),
    signal: stop.signal,
    onProgress: () => stop.abort(),
  })
  await expect(run).rejects.toMatchObject({ name: 'FfmpegFailure', kind: 'aborted' })
  await vi.waitFor(async () => expect(await running(mark)).toBe(0))
})

test('what was aborted before it began does not begin', async () => {
  const run = ffmpeg.run({
    ...endless(await drawClip({ seconds: 2 }), randomUUID()),
    signal: AbortSignal.abort(),
  })
  await expect(run).rejects.toMatchObject({ kind: 'aborted' })
})

test('it ends when its time is over', async () => {
  const run = endless(await drawClip({ seconds: 2 }), randomUUID())
  await expect(ffmpeg.run({ ...run, limits: { ...run.limits, wallSeconds: 1 } })).rejects.toMatchObject({
    kind: 'timeout',
  })
})

test('it ends when nothing moves', async () => {
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-length': '1000000' }).write('ftyp'),
  ).listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  const media = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/film.mp4` }
  const run = { ...endless('', randomUUID()), inputs: [{ media }] }
  await expect(ffmpeg.run({ ...run, limits: { ...run.limits, stallSeconds: 2 } })).rejects.toMatchObject({
    kind: 'stalled',
  })
})

test('a run reports its progress, its CPU and its last words', async () => {
  const seen: number[] = []
  const clip = await drawClip({ seconds: 3, width: 640, height: 360 })
  const { cpuSeconds, stderr } = await ffmpeg.run({
    inputs: [{ media: { path: clip } }],
    outputs: [{ path: 'out.mp4', options: ['-c:v', 'libx264', '-an'] }],
    cwd,
    limits: { wallSeconds: 60, stallSeconds: 30, fileBytes: 1e9 },
    onProgress: ({ frames }) => seen.push(frames),
  })
  expect(seen.at(-1)).toBe(90)
  expect(cpuSeconds).toBeGreaterThan(0)
  expect(stderr).toBe('')
  const failure = ffmpeg.run({ ...endless('/does/not/exist.mp4', randomUUID()) })
  await expect(failure).rejects.toMatchObject({
    kind: 'failed',
    exitCode: 1,
    stderr: expect.stringMatching(/No such file/) as string,
  })
})

test('a file may not grow beyond its bound', async () => {
  const run = endless(await drawClip({ seconds: 3 }), randomUUID())
  const bounded = {
    ...run,
    outputs: [{ path: 'out.avi', options: ['-c:v', 'rawvideo'] }],
    limits: { ...run.limits, fileBytes: 1_000_000 },
  }
  await expect(
    ffmpeg.run({ ...bounded, inputs: [{ media: { path: await drawClip({ seconds: 3 }) } }] }),
  ).rejects.toMatchObject({ kind: 'failed' })
})
