import { sql } from 'drizzle-orm'
import { pgSchema, timestamp, uuid } from 'drizzle-orm/pg-core'

/** Everything Codex owns lives in one Postgres schema, so that rights can be given by schema. */
export const app = pgSchema('app')

export const moment = (name: string) => timestamp(name, { withTimezone: true })
export const id = () =>
  uuid('id')
    .primaryKey()
    .default(sql`gen_random_uuid()`)
export const createdAt = () => moment('created_at').notNull().defaultNow()
export const updatedAt = () =>
  moment('updated_at')
    .notNull()
    .defaultNow()
    .$onUpdate(() => new Date())
/** Soft deletion: rows that people made are hidden, not removed. */
export const deletedAt = () => moment('deleted_at')

/** `col in ('a', 'b')` for a CHECK. Text with CHECK stands where an enum would: enum `=` is not leakproof, so row security would keep it off indexes. */
export const oneOf = (column: string, values: readonly string[]) =>
  sql.raw(`${column} in (${values.map((value) => `'${value}'`).join(', ')})`)
