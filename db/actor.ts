import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { drizzle, NodePgSession, NodePgTransaction, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { PlatformRole } from './schema/account.ts'

type Root = NodePgDatabase
type RawTransaction = Parameters<Parameters<Root['transaction']>[0]>[0]

declare const scope: unique symbol

/**
 * Who asks. `support` sees what `id` sees and can write nothing; `system` is a job and runs on the worker's role. Without
 * `hasSecondFactor`, proved in the session, nobody is the platform owner, or anything in an organization that asks for one.
 */
export type Actor =
  | { readonly kind: 'guest' }
  | {
      readonly kind: 'user'
      readonly id: string
      readonly role: PlatformRole
      readonly hasSecondFactor: boolean
    }
  | {
      readonly kind: 'support'
      readonly id: string
      readonly role: PlatformRole
      readonly hasSecondFactor: boolean
      readonly supporterId: string
    }
  | { readonly kind: 'system'; readonly job: string }

/** The only thing that can be queried with, and only `asActor` makes one: an unscoped query does not compile. */
export type ActorTx = Omit<RawTransaction, 'transaction'> & {
  readonly [scope]: Actor
  transaction<T>(work: (tx: ActorTx) => Promise<T>): Promise<T>
}

/** A pool of connections without query methods of its own. */
export type Database = { readonly [scope]: 'database'; close(): Promise<void> }

/** `asActor` with its database already chosen. */
export type AsActor = <T>(
  actor: Actor,
  work: (tx: ActorTx) => Promise<T>,
  mode?: 'read' | 'write',
) => Promise<T>

type OpenTransaction = { live: boolean; readonly actor: Actor; tx: ActorTx }

const opened = new WeakMap<Database, { pool: pg.Pool; root: Root }>()
const inside = new AsyncLocalStorage<OpenTransaction>()
const ignore = () => {}

const maxStatementNames = 500
const statementNames = new Map<string, string>()

/** A named statement is planned once a connection; under row security planning is the larger half of a small query. */
function statementName(text: string): string | undefined {
  const known = statementNames.get(text)
  if (known || statementNames.size >= maxStatementNames) return known
  const name = createHash('sha1').update(text).digest('base64url')
  statementNames.set(text, name)
  return name
}

const identity = (actor: Actor) =>
  [
    actor.kind,
    'id' in actor ? actor.id : '',
    'role' in actor ? actor.role : '',
    'hasSecondFactor' in actor ? actor.hasSecondFactor : '',
    'supporterId' in actor ? actor.supporterId : '',
  ].join()

/** Opens a pool. `onIdleError` hears of connections that die while nobody uses them; they have left the pool already. */
export function openDatabase(config: pg.PoolConfig, onIdleError: (error: Error) => void = ignore): Database {
  const pool = new pg.Pool({ ...config, pipeline: true } as pg.PoolConfig)
  pool.on('error', onIdleError)
  const database = { close: () => pool.end() } as Database
  opened.set(database, { pool, root: drizzle(pool) })
  return database
}

/** The settings that the policies read; transaction-local, so a pooled connection carries nothing over. */
function settingsOf(
  actor: Actor,
): [userId: string, userRole: string, secondFactor: string, supporterId: string] {
  switch (actor.kind) {
    case 'guest':
      return ['', 'guest', '', '']
    case 'system':
      return ['', 'system', '', '']
    case 'user':
    case 'support':
      return [
        actor.id,
        actor.role,
        actor.hasSecondFactor ? 'proved' : '',
        actor.kind === 'support' ? actor.supporterId : '',
      ]
  }
}

/**
 * Runs `work` in a transaction that can see and change what `actor` may, and nothing else.
 * BEGIN, the actor and the first query travel together; in `read` mode the COMMIT is not waited for.
 * A throw rolls back. Nested use by the same actor is a savepoint; by another actor it is an error.
 * `support` is always read-only, whatever `mode` says.
 */
export async function asActor<T>(
  database: Database,
  actor: Actor,
  work: (tx: ActorTx) => Promise<T>,
  mode: 'read' | 'write' = 'write',
): Promise<T> {
  const outer = inside.getStore()
  if (outer?.live) {
    if (identity(outer.actor) !== identity(actor))
      throw new Error('asActor: already inside the transaction of another actor')
    return outer.tx.transaction(work)
  }
  const entry = opened.get(database)
  if (!entry) throw new Error('asActor: not a database opened by openDatabase')
  const readOnly = mode === 'read' || actor.kind === 'support'

  const client = await entry.pool.connect()
  let lost: Error | undefined
  const onLost = (error: Error) => {
    lost ??= error
  }
  // A checked-out client without a listener takes the process down with its connection.
  client.on('error', onLost)
  const call = { live: true, actor } as OpenTransaction
  const wire = {
    query: (query: pg.QueryConfig, values?: unknown[]) => {
      if (!call.live) return Promise.reject(new Error('asActor: this transaction is over'))
      const name = query.name ?? statementName(query.text)
      return client.query(name ? { ...query, name } : query, values)
    },
  }
  try {
    const begun = Promise.all([
      client.query(readOnly ? 'begin read only' : 'begin'),
      client.query({
        name: 'actor',
        text: "select set_config('app.user_id', $1, true), set_config('app.user_role', $2, true), set_config('app.second_factor', $3, true), set_config('app.supporter_id', $4, true)",
        values: settingsOf(actor),
      }),
    ])
    begun.catch(ignore)
    call.tx = transactionOn(wire, entry.root)
    const result = await inside.run(call, () => work(call.tx))
    await begun
    call.live = false
    const end = client.query('commit')
    if (readOnly) end.catch(ignore)
    else if ((await end).command !== 'COMMIT')
      throw new Error('asActor: rolled back, because a failed query was swallowed')
    return result
  } catch (error) {
    call.live = false
    // No answer to the rollback: the client does not go back into the pool.
    await client.query('rollback').catch(onLost)
    throw error
  } finally {
    client.off('error', onLost)
    client.release(lost)
  }
}

/** Drizzle's transaction over our own wire. `dialect` and `_` are internals of the pinned drizzle-orm version. */
function transactionOn(wire: unknown, root: Root): ActorTx {
  const { dialect, _ } = root as unknown as {
    dialect: ConstructorParameters<typeof NodePgTransaction>[0]
    _: ConstructorParameters<typeof NodePgTransaction>[2]
  }
  const session = new NodePgSession(wire as pg.PoolClient, dialect, _, {})
  return new NodePgTransaction(dialect, session as never, _) as unknown as ActorTx
}

/** True for the unique-constraint error of this constraint or index, however deep it is wrapped. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code, constraint: broken } = at as Error & { code?: string; constraint?: string }
    if (code === '23505') return constraint === undefined || broken === constraint
  }
  return false
}

/**
 * What went wrong in the database (SQLSTATE) or on the way to it (`ECONNREFUSED`), however deep it is wrapped; undefined for any
 * other error.
 */
export function databaseCode(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code } = at as Error & { code?: string }
    if (code !== undefined) return code
  }
  return undefined
}

/** What a definer function refused on purpose (SQLSTATE of class RF), however deep it is wrapped; undefined for any other error. */
export function databaseRefusal(error: unknown): { code: string; reason: string } | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code, message } = at as Error & { code?: string }
    if (code?.startsWith('RF')) return { code, reason: message }
  }
  return undefined
}
