import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { drawClip } from '#tests/support/media.ts'
import { createFfmpeg } from './ffmpeg.ts'
import { guardArguments, guardShell, killGroup, splitTimes } from './guard.ts'
import { sandboxed, type Reach } from './sandbox.ts'

const programs = {
  FFMPEG_PATH: process.env.FFMPEG_PATH ?? 'ffmpeg',
  FFPROBE_PATH: process.env.FFPROBE_PATH ?? 'ffprobe',
}
const works =
  spawnSync('bwrap', ['--unshare-all', '--cap-drop', 'ALL', '--ro-bind', '/', '/', 'true']).status === 0
const generous = { cpuSeconds: 60, memoryBytes: 2 ** 30, fileBytes: 2 ** 20 }

let folder: string
/** Takes the place of ffmpeg: runs whatever it is told to. */
let puppet: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'codex-sandbox-'))
  puppet = await script('puppet', '[ "$1" = -version ] || exec "$@"')
})
afterAll(() => rm(folder, { recursive: true }))

async function script(name: string, text: string): Promise<string> {
  const file = path.join(await mkdtemp(path.join(folder, 'program-')), name)
  await writeFile(file, `#!/bin/sh\n${text}\n`)
  await chmod(file, 0o755)
  return file
}

async function start(shellScript: string, reach: Reach = {}, limits = generous) {
  const command = [...(await sandboxed(puppet, reach)), 'sh', '-c', shellScript]
  return spawn(guardShell, guardArguments(command, limits), { detached: true })
}

async function inside(shellScript: string, reach?: Reach, limits?: typeof generous) {
  const child = await start(shellScript, reach, limits)
  let stdout = ''
  let said = ''
  child.stdout.on('data', (data) => (stdout += String(data)))
  child.stderr.on('data', (data) => (said += String(data)))
  const [code] = (await once(child, 'close')) as [number | null]
  const [stderr, cpuSeconds] = splitTimes(said)
  return { code, stdout, stderr, cpuSeconds }
}

test(`ffmpeg runs ${works ? 'in a sandbox, as bubblewrap works here' : 'WITHOUT a sandbox, as bubblewrap is missing here or may not make one'}`, async () => {
  for (const program of [programs.FFMPEG_PATH, programs.FFPROBE_PATH]) {
    const command = await sandboxed(program, {})
    if (works) expect(command[0]).toBe('bwrap')
    else expect(command).toEqual([program])
  }
})

test('ffmpeg runs without a sandbox where there is no bubblewrap, or it may not make one', async () => {
  const forbidden = await script('bwrap', 'echo "bwrap: No permissions to create new namespace" >&2; exit 1')
  for (const bubblewrap of ['/no/such/bwrap', forbidden]) {
    expect(await sandboxed(puppet, {}, bubblewrap)).toEqual([puppet])
  }
})

test('a program that does not start in the sandbox, or is not there, is started as it is', async () => {
  const needsMore = await script('ffmpeg', `cat ${path.join(folder, 'library.so')}`)
  expect(await sandboxed(needsMore, {})).toEqual([needsMore])
  expect(await sandboxed('/no/such/ffmpeg', {})).toEqual(['/no/such/ffmpeg'])
})

describe.runIf(works)('in the sandbox', () => {
  test('there are no users, homes, projects, settings or processes to read', async () => {
    vi.stubEnv('STRIPE_SECRET_KEY', 'a secret')
    onTestFinished(() => void vi.unstubAllEnvs())
    const note = path.join(folder, 'note')
    await writeFile(note, 'private')
    expect((await inside('ls /usr')).stdout).toContain('bin')
    for (const hidden of [
      '/etc/passwd',
      '/etc/shadow',
      os.homedir(),
      process.cwd(),
      note,
      '/usr/src',
      '/proc',
      '/sys/kernel',
    ]) {
      const { code, stderr } = await inside(`cat '${hidden}' || ls '${hidden}'`, { network: true })
      expect([hidden, code, stderr]).toEqual([hidden, 2, expect.stringContaining('No such file')])
    }
    expect((await inside('env')).stdout).not.toContain('secret')
  })

  test('only the folder it works in can be written to, and its originals can be read', async () => {
    const work = await mkdtemp(path.join(folder, 'work-'))
    const original = path.join(await mkdtemp(path.join(folder, 'originals-')), 'film "1".mp4')
    const neighbour = path.join(path.dirname(original), 'neighbour.mp4')
    await writeFile(original, 'pictures')
    await writeFile(neighbour, 'of somebody else')
    const { stdout } = await inside(
      `pwd; cat '${original}' > made && echo made
      for file in '${original}' '${neighbour}' /tmp/x /x /usr/x /dev/x; do { echo x > "$file"; } 2>/dev/null && echo "wrote $file"; done
      cat '${neighbour}' 2>/dev/null`,
      { folder: work, files: [original] },
    )
    expect(stdout).toBe(`${work}\nmade\n`)
    expect(await readFile(path.join(work, 'made'), 'utf8')).toBe('pictures')
    expect(await readFile(original, 'utf8')).toBe('pictures')
  })

  test('a file is read without any network, an address with it', async () => {
    const clip = await readFile(await drawClip({ seconds: 1 }))
    let asked = 0
    const server = createServer((_, response) => {
      asked++
      response.end(clip)
    }).listen(0, 'localhost')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const url = `http://localhost:${(server.address() as AddressInfo).port}/film.mp4`

    const [program = '', ...args] = await sandboxed(programs.FFPROBE_PATH, {})
    await expect(promisify(execFile)(program, [...args, '-v', 'error', url])).rejects.toMatchObject({
      code: 1,
    })
    expect(asked).toBe(0)
    const { streams } = await createFfmpeg(programs).probe({ url })
    expect(streams.length).toBeGreaterThan(0)
    expect(asked).toBeGreaterThan(0)
  })

  test('its exit code, last words and CPU come through', async () => {
    const { code, stdout, stderr, cpuSeconds } = await inside(
      'i=0; while [ $i -lt 500000 ]; do i=$((i+1)); done; echo out; echo words >&2; exit 7',
    )
    expect({ code, stdout, stderr }).toEqual({ code: 7, stdout: 'out\n', stderr: 'words' })
    expect(cpuSeconds).toBeGreaterThan(0.05)
  })

  test('its limits hold', async () => {
    const { stdout } = await inside('ulimit -t; ulimit -d; ulimit -f; ulimit -c')
    expect(stdout.trim().split('\n').map(Number)).toEqual([60, 2 ** 20, 2 ** 11, 0])
    const endless = await inside('while :; do :; done', {}, { ...generous, cpuSeconds: 1 })
    expect(endless.code).toBe(128 + os.constants.signals.SIGKILL)
    expect(endless.cpuSeconds).toBeLessThan(3)
    const work = await mkdtemp(path.join(folder, 'work-'))
    const large = await inside('head -c 2000000 /dev/zero > large', { folder: work })
    expect(large.code).not.toBe(0)
    expect((await readFile(path.join(work, 'large'))).length).toBe(2 ** 20)
  })

  test('ending the group ends all of it, even what has left the group', async () => {
    const mark = `86400.${process.pid}`
    const running = async () => {
      const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'args='])
      return stdout.split('\n').filter((line) => line === `sleep ${mark}`).length
    }
    const child = await start(`setsid sleep ${mark} & sleep ${mark} & wait`)
    await vi.waitFor(async () => expect(await running()).toBe(2))
    killGroup(child.pid!)
    await vi.waitFor(async () => expect(await running()).toBe(0))
  })
})
