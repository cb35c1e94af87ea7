import assert from 'node:assert/strict'
import type pg from 'pg'
import { actors, type ActorName } from './matrix-world.ts'

export const verbs = ['select', 'insert', 'update', 'delete'] as const
export type Verb = (typeof verbs)[number]
/** Tags of the rows that each actor reaches by each verb; who or what is not there reaches nothing. */
export type Reach = Partial<Record<Verb, Partial<Record<ActorName, string>>>>

type Relation = {
  name: string
  kind: string
  forced: boolean
  invoker: boolean
  key: string[]
  insertable: string[] | null
  updatable: string | null
}

const catalogQuery = (role: string) => `
  select relname as name, relkind as kind, relrowsecurity and relforcerowsecurity as forced,
    coalesce('security_invoker=true' = any (reloptions), false) as invoker,
    (select array_agg(quote_ident(a.attname) order by k.n) from pg_index i, unnest(i.indkey) with ordinality k(att, n), pg_attribute a
      where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.att) as key,
    (select array_agg(quote_ident(attname)) from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
      and has_column_privilege('${role}', c.oid, attnum, 'insert')) as insertable,
    (select min(quote_ident(attname)) from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
      and has_column_privilege('${role}', c.oid, attnum, 'update')) as updatable
  from pg_class c where relnamespace = 'app'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') order by 1`

/** Every table and view: each must have row security enabled and forced, or be a view of its caller. */
export async function relations(client: pg.Client, role: string): Promise<Relation[]> {
  const { rows } = await client.query<Relation>(catalogQuery(role))
  for (const { name, kind, forced, invoker } of rows) {
    assert.ok(
      'rp'.includes(kind) ? forced : kind === 'v' && invoker,
      `${name}: row security is not enabled and forced`,
    )
  }
  return rows
}

/**
 * Tries every verb of every actor on every row of every relation, through the policies alone (foreign keys are off), and
 * answers what was reached. `client` is a superuser's; nothing it does is kept.
 */
export async function measureReach(
  client: pg.Client,
  role: 'codex_app' | 'codex_worker',
  { hasSecondFactor = true } = {},
): Promise<Record<string, Reach>> {
  const reached: Record<string, Reach> = {}
  const catalog = await relations(client, role)
  await client.query('begin')
  await client.query('set local session_replication_role = replica')
  for (const relation of catalog) {
    const cells: Reach = (reached[relation.name] = {})
    const tag = relation.key.map((column) => `right(${column}::text, 3)`).join(`||'-'||`)
    const { rows: world } = await client.query<{ tag: string; row: object }>(
      `select ${tag} as tag, to_jsonb(x) as row from app.${relation.name} x order by 1`,
    )
    assert.ok(world.length > 0, `${relation.name}: the world has no row to try`)
    for (const [actor, [id, platformRole]] of Object.entries(actors) as [
      ActorName,
      readonly [string, string],
    ][]) {
      await client.query(
        "select set_config('app.user_id', $1, true), set_config('app.user_role', $2, true), set_config('app.second_factor', $3, true)",
        [id, platformRole, hasSecondFactor ? 'proved' : ''],
      )
      await client.query(`set local role ${role}`)
      for (const verb of verbs) {
        const tags = await reachBy(client, verb, relation, tag, world)
        if (tags.length > 0) (cells[verb] ??= {})[actor] = tags.sort().join(' ')
      }
      await client.query('reset role')
    }
  }
  await client.query('rollback')
  return reached
}

async function reachBy(
  client: pg.Client,
  verb: Verb,
  relation: Relation,
  tag: string,
  world: { tag: string; row: object }[],
): Promise<string[]> {
  const { name, insertable, updatable } = relation
  const tagsOf = async (query: string) =>
    (await client.query<{ tag: string }>(query)).rows.map((row) => row.tag)
  switch (verb) {
    case 'select':
      return attempt(client, () => tagsOf(`select ${tag} as tag from app.${name}`))
    case 'update':
      return updatable
        ? attempt(client, () =>
            tagsOf(`update app.${name} set ${updatable} = ${updatable} returning ${tag} as tag`),
          )
        : []
    case 'delete':
      return attempt(client, () => tagsOf(`delete from app.${name} returning ${tag} as tag`))
    case 'insert': {
      const columns = insertable?.join()
      const allowed: string[] = []
      for (const { tag: which, row } of columns ? world : []) {
        const insert = `insert into app.${name} (${columns}) select ${columns} from jsonb_populate_record(null::app.${name}, $1)`
        const tags = await attempt(client, async () => {
          await client.query(insert, [row])
          return [which]
        }, [which])
        allowed.push(...tags)
      }
      return allowed
    }
  }
}

/** What one try reached; a permission refused is nothing, a duplicate key means that security let it through. */
async function attempt(
  client: pg.Client,
  work: () => Promise<string[]>,
  onDuplicate: string[] = [],
): Promise<string[]> {
  await client.query('savepoint try')
  try {
    return await work()
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === '23505') return onDuplicate
    if (code !== '42501') throw error
    return []
  } finally {
    await client.query('rollback to try')
  }
}
