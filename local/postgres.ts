import { execFile, execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { postgresFiles } from './postgres-files.ts'
import type { PostgresFiles } from './postgres-files.ts'
import type { Processes } from './processes.ts'
import { waitUntil } from './wait.ts'

export type RolePasswords = { admin: string; owner: string; app: string; worker: string }
export type DatabaseUrls = { admin: string; owner: string; app: string; worker: string }

export type StartPostgres = {
  folder: string
  port: number
  passwords: RolePasswords
  processes: Processes
  /** Gives up durability for speed: for data that nobody keeps. */
  throwaway?: boolean
}

export type Postgres = { port: number; stop(): Promise<void> }

const throwawaySettings = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off', 'max_wal_size=4GB']

/** Starts a real PostgreSQL on 127.0.0.1, with its data in `<folder>/postgres`; creates the cluster the first time. */
export async function startPostgres(options: StartPostgres): Promise<Postgres> {
  const { folder, port, passwords, processes, throwaway = false } = options
  const files = postgresFiles(folder)
  const { dataFolder, user } = files
  if (!existsSync(join(dataFolder, 'PG_VERSION'))) await createCluster(files, passwords.admin)
  removeStaleLock(dataFolder)

  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    ...(throwaway ? throwawaySettings : []),
  ]
  const server = processes.start({
    name: 'postgres',
    command: files.postgres,
    args: ['-D', dataFolder, ...settings.flatMap((setting) => ['-c', setting])],
    cwd: dataFolder,
    output: 'log',
    stopSignal: throwaway ? 'SIGQUIT' : 'SIGINT',
    user,
  })
  const url = databaseUrls(port, 'postgres', passwords).admin
  await waitUntil(() => onDatabase(url, (client) => client.query('select 1')), server)
  return { port, stop: server.stop }
}

/** The address of one database for each role. */
export function databaseUrls(port: number, database: string, passwords: RolePasswords): DatabaseUrls {
  const url = (role: string, password: string) =>
    `postgres://${role}:${password}@127.0.0.1:${port}/${database}`
  return {
    admin: url('postgres', passwords.admin),
    owner: url('codex_owner', passwords.owner),
    app: url('codex_app', passwords.app),
    worker: url('codex_worker', passwords.worker),
  }
}

/** Runs one piece of work on a connection of its own. */
export async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  // A server that goes away ends its connections with 57P01; unheard, that would end this process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Creates the database unless it exists. `adminUrl` may name any database of the server. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  await onDatabase(adminUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`)
  })
}

async function createCluster({ initdb, dataFolder, user }: PostgresFiles, password: string): Promise<void> {
  const secretFolder = mkdtempSync(join(tmpdir(), 'codex-initdb-'))
  const passwordFile = join(secretFolder, 'password')
  writeFileSync(passwordFile, `${password}\n`)
  if (user) for (const path of [secretFolder, passwordFile]) chownSync(path, user.uid, user.gid)
  // The builtin C.UTF-8 sorts and folds the same on every system.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const login = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const args = [`--pgdata=${dataFolder}`, ...login, ...locale, '--no-sync']
  try {
    await promisify(execFile)(initdb, args, { cwd: dataFolder, ...user })
  } catch (error) {
    const { stderr } = error as { stderr?: string }
    throw new Error(`PostgreSQL could not create its data folder ${dataFolder}.\n${stderr ?? ''}`, {
      cause: error,
    })
  } finally {
    rmSync(secretFolder, { recursive: true, force: true })
  }
}

/**
 * A hard kill leaves postmaster.pid behind, and a stranger may have its pid by now; PostgreSQL would then refuse to start.
 * Callers have reaped what was theirs, so only a process that names this very folder still counts.
 */
function removeStaleLock(dataFolder: string): void {
  const lock = join(dataFolder, 'postmaster.pid')
  if (!existsSync(lock)) return
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0])
  if (!commandOf(pid).includes(dataFolder)) rmSync(lock, { force: true })
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
