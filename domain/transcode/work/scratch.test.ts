import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { clearDeadScratch, openScratch } from './scratch.ts'

const mediaId = '6c7d4f2e-6d0b-4a51-9d70-1c41a2f5a001'
const run = { mediaId, generation: 1, kind: 'chunk', position: 0, run: 1 }
let root: string
beforeEach(async () => (root = await mkdtemp(join(tmpdir(), 'scratch-'))))
afterEach(() => rm(root, { recursive: true }))

test('each try has an empty folder of its own, gone when it is removed', async () => {
  const first = await openScratch(root, run)
  await writeFile(join(first.path, 'left.mp4'), 'x')
  const again = await openScratch(root, run)
  expect(await readdir(again.path)).toEqual([])
  await again.remove()
  expect(await readdir(root)).toEqual([])
})

test('the folders of dead processes go at the next start, and nobody else’s', async () => {
  const { pid } = spawnSync('true')
  const own = await openScratch(root, run)
  const name = basename(own.path).replace(`-${process.pid}`, '')
  await own.remove()
  await mkdir(join(root, `${name}-${pid}`))
  await mkdir(join(root, `${name}-${process.ppid}`))
  await mkdir(join(root, 'something-else'))
  expect(await clearDeadScratch(root)).toEqual([`${name}-${pid}`])
  expect((await readdir(root)).sort()).toEqual([`${name}-${process.ppid}`, 'something-else'].sort())
})

test('a folder that is not there yet holds nothing to clear', async () =>
  expect(await clearDeadScratch(join(root, 'none'))).toEqual([]))
