import { sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { asActor, openDatabase, type Actor, type ActorTx, type Database } from '#db/actor.ts'
import { cloneDatabase, type TestDatabase } from '#tests/support/stack.ts'

const user = (tag: number): Actor => ({
  kind: 'user',
  id: `00000000-0000-4000-8000-${String(tag).padStart(12, '0')}`,
  role: 'customer',
  hasSecondFactor: false,
})
const [me, other] = [user(1), user(2)]

let clone: TestDatabase
let admin: pg.Client
let database: Database

beforeAll(async () => {
  clone = await cloneDatabase(inject('stack'))
  admin = new pg.Client({ connectionString: clone.urls.admin })
  await admin.connect()
  await admin.query('create table app.notes (n int primary key); grant all on app.notes to codex_app')
  database = openDatabase({ connectionString: clone.urls.app, max: 1 })
})

afterAll(async () => {
  await database.close()
  await admin.end()
  await clone.drop()
})

const write = (tx: ActorTx, n: number) => tx.execute(sql`insert into app.notes values (${n})`)
const written = async (n: number) =>
  (await admin.query('select from app.notes where n = $1', [n])).rowCount === 1
const whoAmI = async (tx: ActorTx) =>
  (await tx.execute<{ uid: string | null }>(sql`select app.uid() as uid`)).rows[0]?.uid
const backend = async (tx: ActorTx) =>
  (await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)).rows[0]!.pid
const kill = (pid: number) => admin.query('select pg_terminate_backend($1, 5000)', [pid])
const idOf = (actor: Actor) => ('id' in actor ? actor.id : null)

describe('a transaction of an actor', () => {
  test('is kept when it ends well, and undone when it throws', async () => {
    await asActor(database, me, (tx) => write(tx, 1))
    await expect(
      asActor(database, me, async (tx) => {
        await write(tx, 2)
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    expect([await written(1), await written(2)]).toEqual([true, false])
  })

  test('does not report success when a failed query was swallowed', async () => {
    const swallowing = asActor(database, me, async (tx) => {
      await write(tx, 3)
      await tx.execute(sql`select 1 / 0`).catch(() => {})
      return 'done'
    })
    await expect(swallowing).rejects.toThrow('rolled back')
    expect(await written(3)).toBe(false)
  })

  test('leaves no trace of the actor on the connection', async () => {
    expect(await asActor(database, me, whoAmI)).toBe(idOf(me))
    expect(await asActor(database, { kind: 'guest' }, whoAmI)).toBeNull()
  })

  test('nests for the same actor as a savepoint, on a pool of one', async () => {
    await asActor(database, me, async (tx) => {
      await write(tx, 4)
      await asActor(database, me, async (inner) => {
        await write(inner, 5)
        throw new Error('inner')
      }).catch(() => {})
      await asActor(database, me, (inner) => write(inner, 6))
    })
    expect([await written(4), await written(5), await written(6)]).toEqual([true, false, true])
  })

  test('refuses another actor inside', async () => {
    await expect(asActor(database, me, () => asActor(database, other, whoAmI))).rejects.toThrow(
      'another actor',
    )
  })

  test('cannot be used after its end', async () => {
    let stale!: ActorTx
    await asActor(database, me, (tx) => {
      stale = tx
      return Promise.resolve()
    })
    await expect(write(stale, 7)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('over') as string },
    })
  })

  test('cannot write in read mode, and never in support of somebody', async () => {
    await expect(asActor(database, me, (tx) => write(tx, 8), 'read')).rejects.toThrow()
    const support: Actor = {
      kind: 'support',
      id: idOf(me)!,
      role: 'customer',
      hasSecondFactor: false,
      supporterId: idOf(other)!,
    }
    await expect(asActor(database, support, (tx) => write(tx, 9), 'write')).rejects.toThrow()
    expect([await written(8), await written(9)]).toEqual([false, false])
  })
})

test('a thousand interleaved requests on two connections never see one another', async () => {
  const two = openDatabase({ connectionString: clone.urls.app, max: 2 })
  const seen = await Promise.all(
    Array.from({ length: 1000 }, async (_, n) => {
      const actor = [me, other, { kind: 'guest' } as const][n % 3]!
      const ids = await asActor(
        two,
        actor,
        async (tx) => [await whoAmI(tx), await whoAmI(tx)],
        n % 2 ? 'read' : 'write',
      )
      return ids.every((id) => id === idOf(actor))
    }),
  )
  await two.close()
  expect(seen.filter((isOwn) => !isOwn)).toEqual([])
})

describe('a connection that dies costs one error and nothing else', () => {
  const recovered = () => expect(asActor(database, me, whoAmI)).resolves.toBe(idOf(me))

  test('while it is idle', async () => {
    await kill(await asActor(database, me, backend))
    await asActor(database, me, whoAmI).catch(() => {})
    await recovered()
  })

  test('in the middle of a transaction', async () => {
    const dying = asActor(database, me, async (tx) => {
      await kill(await backend(tx))
      return write(tx, 10)
    })
    await expect(dying).rejects.toThrow()
    await recovered()
  })

  test('in the middle of a query', async () => {
    const dying = asActor(database, me, async (tx) => {
      const pid = await backend(tx)
      const sleeping = tx.execute(sql`select pg_sleep(30)`)
      sleeping.catch(() => {})
      await expect
        .poll(
          async () =>
            (
              await admin.query(
                "select wait_event from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'",
                [pid],
              )
            ).rowCount,
        )
        .toBe(1)
      await kill(pid)
      return sleeping
    })
    await expect(dying).rejects.toThrow()
    await recovered()
  })
})
