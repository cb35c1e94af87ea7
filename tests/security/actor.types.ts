// What must not compile: `npm run check` fails when one of these lines is accepted.
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { asActor, type ActorTx, type Database } from '#db/actor.ts'
import { content } from '#db/schema/catalog.ts'

export async function mustNotCompile(database: Database, guest: { kind: 'guest' }): Promise<void> {
  const listContent = (tx: ActorTx) => tx.select().from(content).where(eq(content.status, 'published'))
  const raw = drizzle('postgres://nowhere')
  // @ts-expect-error a database has no query methods
  await database.select()
  // @ts-expect-error a database is no scope
  await listContent(database)
  // @ts-expect-error a bare Drizzle database is no scope
  await listContent(raw)
  // @ts-expect-error nor is a bare Drizzle transaction
  await raw.transaction((tx) => listContent(tx))
  // @ts-expect-error an actor is required
  await asActor(database, (tx: ActorTx) => listContent(tx))
  // @ts-expect-error a scope opens no scope
  await asActor(database, guest, (tx) => asActor(tx, guest, listContent))

  await asActor(database, guest, listContent)
  await asActor(database, guest, (tx) => tx.transaction(listContent))
}
