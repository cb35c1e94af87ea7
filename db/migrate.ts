import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { runMigrations } from './run-migrations.ts'
import { secureDatabase } from './secure.ts'

export type MigrateOptions = {
  /** A login that may create roles and databases; any database of the server. */
  readonly adminUrl: string
  readonly database: string
  readonly roles: {
    readonly ownerPassword: string
    readonly appPassword: string
    readonly workerPassword: string
  }
}

/**
 * Brings a database to the present shape: roles, database, tables, then security. Safe to repeat and to run twice at once.
 * None of the roles it makes is a superuser or passes row security by.
 */
export async function migrateDatabase({ adminUrl, database, roles }: MigrateOptions): Promise<void> {
  await withClient(adminUrl, async (admin) => {
    await admin.query('select pg_advisory_lock(727001)')
    await ensureRoles(admin, roles)
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [database])
    if (!rowCount) await admin.query(`create database ${pg.escapeIdentifier(database)}`)
  })
  const url = new URL(adminUrl)
  url.pathname = `/${database}`
  await withClient(url.href, async (client) => {
    await client.query('select pg_advisory_lock(727002)')
    const name = pg.escapeIdentifier(database)
    await client.query(`grant create, connect on database ${name} to codex_owner`)
    await client.query(`revoke create, temporary on database ${name} from public`)
    await client.query('revoke create on schema public from public')
    await client.query('set role codex_owner')
    await secureDatabase(client, await runMigrations(client))
  })
}

async function ensureRoles(admin: pg.Client, roles: MigrateOptions['roles']): Promise<void> {
  const logins = {
    codex_owner: roles.ownerPassword,
    codex_app: roles.appPassword,
    codex_worker: roles.workerPassword,
  }
  const { rows } = await admin.query<{ rolname: string }>(
    "select rolname from pg_roles where rolname like 'codex\\_%'",
  )
  const existing = new Set(rows.map((row) => row.rolname))
  for (const [name, password] of Object.entries(logins)) {
    const verb = existing.has(name) ? 'alter' : 'create'
    await admin.query(`${verb} role ${name} login password ${pg.escapeLiteral(password)}`)
    await admin.query(`alter role ${name} set search_path = app, pg_catalog`)
  }
  if (!existing.has('codex_definer')) await admin.query('create role codex_definer nologin')
  // The owner makes the definer's functions; whoever migrates acts as the owner.
  await admin.query('grant codex_definer to codex_owner')
  await admin.query('grant codex_owner to current_user')
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

/** `npm run db:migrate`: takes the server from DATABASE_ADMIN_URL and each role's password from its own URL. */
async function main(): Promise<void> {
  const read = (name: string) => {
    const value = process.env[name]
    if (!value) throw new Error(`${name} is not set: migrations need it.`)
    return new URL(value)
  }
  const app = read('DATABASE_URL')
  await migrateDatabase({
    adminUrl: read('DATABASE_ADMIN_URL').href,
    database: app.pathname.slice(1),
    roles: {
      ownerPassword: decodeURIComponent(read('DATABASE_OWNER_URL').password),
      appPassword: decodeURIComponent(app.password),
      workerPassword: decodeURIComponent(read('DATABASE_WORKER_URL').password),
    },
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
