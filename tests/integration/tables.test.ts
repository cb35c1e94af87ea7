import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import type pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import * as tables from '#db/schema/index.ts'
import { onDatabase } from '#local/postgres.ts'
import { cloneDatabase, type TestDatabase } from '#tests/support/stack.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase(inject('stack'))
})
afterAll(() => database.drop())

/** Columns, constraints and indexes of the schema `app`, a line each. */
const shape = `
  select format('%s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' else '' end,
    ' default ' || pg_get_expr(d.adbin, d.adrelid)) as line
  from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = 'app'::regnamespace and a.attnum > 0 and not a.attisdropped
  union all
  select format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint where connamespace = 'app'::regnamespace and contype <> 'n'
  union all
  select indexdef from pg_indexes where schemaname = 'app'`

const readShape = async (client: pg.Client) =>
  (await client.query<{ line: string }>(shape)).rows.map(({ line }) => line).sort()

test('the migrations make the tables, constraints and indexes that the TypeScript says, and no others', async () => {
  const migrated = await onDatabase(database.urls.admin, readShape)
  const said = await onDatabase(database.urls.admin, async (client) => {
    await client.query('drop schema app cascade')
    const statements = await generateMigration(generateDrizzleJson({}), generateDrizzleJson(tables))
    for (const statement of statements) await client.query(statement)
    return readShape(client)
  })
  const lacks = said.filter((line) => !migrated.includes(line))
  const hasBesides = migrated.filter((line) => !said.includes(line))
  expect(said.length).toBeGreaterThan(300)
  expect({ lacks, hasBesides }).toEqual({ lacks: [], hasBesides: [] })
})
