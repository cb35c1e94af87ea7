import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'

const folder = new URL('./migrations/', import.meta.url)

const lockTimeout = '5s'
const patience = { tries: 6, waitMs: 2000 }
/** SQLSTATE lock_not_available: somebody's long transaction stood in the way. */
const lockNotAvailable = '55P03'

/**
 * Runs the files of `db/migrations/` that this database has not seen, in the order of their names, each in a transaction of its
 * own. New ones are called `<date>-<subject>.sql`, so that parallel work cannot take the same number. A statement waits five
 * seconds for a lock, so that requests behind it never queue for longer; then the file is tried again. Answers the names of all.
 */
export async function runMigrations(client: pg.Client): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  await client.query('create schema if not exists drizzle')
  await client.query(
    'create table if not exists drizzle.migrations (name text primary key, applied_at timestamptz not null default now())',
  )
  const applied = await readApplied(client, names)
  for (const name of names) {
    if (applied.has(name)) continue
    const text = await readFile(fileURLToPath(new URL(name, folder)), 'utf8')
    await withPatience(() => runOne(client, name, text))
  }
  return names
}

/** What drizzle's own migrator counted before migrations had names is taken over once. */
async function readApplied(client: pg.Client, names: readonly string[]): Promise<Set<string>> {
  const known = await client.query<{ name: string }>('select name from drizzle.migrations')
  if (known.rows.length > 0) return new Set(known.rows.map(({ name }) => name))
  const { rows } = await client.query<{ counted: boolean }>(
    "select to_regclass('drizzle.__drizzle_migrations') is not null as counted",
  )
  if (!rows[0]!.counted) return new Set()
  const { rowCount } = await client.query('select from drizzle.__drizzle_migrations')
  const before = names.slice(0, rowCount ?? 0)
  await client.query('insert into drizzle.migrations (name) select unnest($1::text[])', [before])
  return new Set(before)
}

async function runOne(client: pg.Client, name: string, text: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(`set local lock_timeout = '${lockTimeout}'`)
    await client.query(text)
    await client.query('insert into drizzle.migrations (name) values ($1)', [name])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function withPatience(work: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work()
    } catch (error) {
      if ((error as { code?: string }).code !== lockNotAvailable || tried === patience.tries) throw error
      await new Promise((resolve) => setTimeout(resolve, patience.waitMs))
    }
  }
}
