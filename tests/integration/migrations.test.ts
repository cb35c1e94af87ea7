import { readdirSync, readFileSync } from 'node:fs'
import { expect, inject, test } from 'vitest'
import { migrateDatabase } from '#db/migrate.ts'
import { databaseUrls, onDatabase } from '#local/postgres.ts'

const folder = new URL('../../db/migrations/', import.meta.url)

test('a database that was migrated before migrations had names goes on where it stood', async () => {
  const { postgresPort, secrets } = inject('stack')
  const passwords = secrets.database
  const database = 'codex_counted'
  const { admin } = databaseUrls(postgresPort, database, passwords)
  const server = databaseUrls(postgresPort, 'postgres', passwords).admin
  const names = readdirSync(folder).filter((name) => /^\d{4}_/.test(name))
  await onDatabase(server, (client) => client.query(`create database ${database}`))
  try {
    await onDatabase(admin, async (client) => {
      await client.query(`grant create on database ${database} to codex_owner`)
      await client.query('set role codex_owner')
      await client.query('create schema drizzle')
      await client.query('create table drizzle.__drizzle_migrations (id serial, hash text)')
      for (const name of names.sort()) {
        await client.query(readFileSync(new URL(name, folder), 'utf8'))
        await client.query('insert into drizzle.__drizzle_migrations (hash) values ($1)', [name])
      }
    })
    await migrateDatabase({
      adminUrl: server,
      database,
      roles: {
        ownerPassword: passwords.owner,
        appPassword: passwords.app,
        workerPassword: passwords.worker,
      },
    })
    const applied = await onDatabase(admin, (client) => client.query('select name from drizzle.migrations'))
    expect(applied.rows).toEqual(expect.arrayContaining(names.map((name) => ({ name }))))
  } finally {
    await onDatabase(server, (client) => client.query(`drop database ${database} with (force)`))
  }
})
