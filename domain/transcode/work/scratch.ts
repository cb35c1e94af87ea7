import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { RunOf } from '../package/storage-keys.ts'

const host = hostname().replaceAll(/[^a-z0-9]/gi, '')
const folderName = /^[0-9a-f-]{36}-\d+-\w+-\d+-\d+-(?<host>[a-z0-9]*)-(?<pid>\d+)$/i
/** A folder of another machine on a shared disk: long after any film is done. */
const foreignMs = 48 * 3600_000

/** Makes the empty folder of one try; its name tells who works there. */
export async function openScratch(
  root: string,
  { mediaId, generation, kind, position, run }: Omit<RunOf, 'creatorId'>,
): Promise<{ path: string; remove(): Promise<void> }> {
  const path = join(root, `${mediaId}-${generation}-${kind}-${position}-${run}-${host}-${process.pid}`)
  const remove = () => rm(path, { recursive: true, force: true, maxRetries: 3 })
  await remove()
  await mkdir(path, { recursive: true })
  return { path, remove }
}

/** Removes what dead runs left behind. Called at a process's start, before it works: what carries its own pid is older. */
export async function clearDeadScratch(root: string, now = Date.now()): Promise<string[]> {
  const names = await readdir(root).catch(() => [])
  const dead: string[] = []
  for (const name of names) {
    const owner = folderName.exec(name)?.groups
    if (!owner) continue
    const isDead =
      owner.host === host
        ? Number(owner.pid) === process.pid || !isAlive(Number(owner.pid))
        : now - (await stat(join(root, name))).mtimeMs > foreignMs
    if (isDead) dead.push(name)
  }
  await Promise.all(dead.map((name) => rm(join(root, name), { recursive: true, force: true, maxRetries: 3 })))
  return dead
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
