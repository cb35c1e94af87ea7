import { and, asc, eq, inArray, lte, or, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { dataExports, users } from '#db/schema/account.ts'
import type { Row } from './archive/write-archive.ts'
import type { Section } from './archive/sections.ts'
import { archiveDays, firstPauseSeconds, leaseSeconds, maxTries } from './rules.ts'

/** One try at an archive: only the latest `run` of an export may say how it ended. */
export type ExportTry = { readonly exportId: string; readonly personId: string; readonly run: number }

const { id, userId, status, attempts, updatedAt } = dataExports
const isSilent = and(
  eq(status, 'running'),
  sql`${updatedAt} < now() - make_interval(secs => ${leaseSeconds})`,
)
const isOf = ({ exportId, run }: ExportTry) => and(eq(id, exportId), eq(status, 'running'), eq(attempts, run))

/** Takes an export for one try. undefined when it is made, gone, given up, or somebody alive is at it. */
export async function claimExport(tx: ActorTx, exportId: string): Promise<ExportTry | undefined> {
  const isFree = and(eq(id, exportId), or(eq(status, 'pending'), isSilent))
  // The last try did not live to say that it was the last.
  await tx
    .update(dataExports)
    .set({ status: 'failed' })
    .where(and(isFree, sql`${attempts} >= ${maxTries}`))
  const [row] = await tx
    .update(dataExports)
    .set({ status: 'running', attempts: sql`${attempts} + 1`, updatedAt: sql`now()` })
    .where(isFree)
    .returning({ personId: userId, run: attempts })
  return row && { exportId, ...row }
}

/** The address of whose archive it is. */
export async function findOwner(tx: ActorTx, { personId }: ExportTry): Promise<string> {
  const [row] = await tx.select({ email: users.email }).from(users).where(eq(users.id, personId))
  if (!row) throw new Error('the person of an archive is not there')
  return row.email
}

/** Says that the try is alive, and reads on. Throws when another try has taken over. */
export async function readPage(
  tx: ActorTx,
  of: ExportTry,
  section: Section,
  after: string,
  most: number,
): Promise<{ key: string; row: Row }[]> {
  const alive = await tx
    .update(dataExports)
    .set({ updatedAt: sql`now()` })
    .where(isOf(of))
    .returning({ id })
  if (alive.length === 0) throw new Error('another try at this archive has taken over')
  const { rows } = await tx.execute<{ key: string; row: Row }>(
    sql`select * from app.export_page(${of.exportId}, ${of.run}, ${section}, ${after}, ${most})`,
  )
  return rows
}

/** The archive is stored and may be fetched from now on. Answers the promised mail; null when another try has taken over. */
export async function finishExport(
  tx: ActorTx,
  { exportId, run }: ExportTry,
  made: { readonly key: string; readonly bytes: number },
): Promise<string | null> {
  const { rows } = await tx.execute<{ email_id: string | null }>(
    sql`select app.finish_export(${exportId}, ${run}, ${made.key}, ${made.bytes}, ${archiveDays}) as email_id`,
  )
  return rows[0]?.email_id ?? null
}

/** The try came to nothing; after the last one the export has failed. */
export async function releaseExport(tx: ActorTx, of: ExportTry): Promise<'pending' | 'failed'> {
  const next = of.run >= maxTries ? 'failed' : 'pending'
  await tx
    .update(dataExports)
    .set({ status: next, updatedAt: sql`now()` })
    .where(isOf(of))
  return next
}

/** Exports that are owed a try: never tried, failed a while ago, or left by a worker that died. */
export async function listOwedExports(tx: ActorTx, limit: number): Promise<string[]> {
  const pause = sql`make_interval(secs => ${firstPauseSeconds}::float8 * 2 ^ ${attempts})`
  const isDue = and(eq(status, 'pending'), or(eq(attempts, 0), sql`${updatedAt} < now() - ${pause}`))
  const rows = await tx
    .select({ id })
    .from(dataExports)
    .where(or(isDue, isSilent))
    .orderBy(asc(updatedAt))
    .limit(limit)
  return rows.map((row) => row.id)
}

/** Ready archives whose days are over. */
export async function listOverdueExports(
  tx: ActorTx,
  limit: number,
): Promise<{ exportId: string; personId: string }[]> {
  return tx
    .select({ exportId: id, personId: userId })
    .from(dataExports)
    .where(and(eq(status, 'ready'), lte(dataExports.expiresAt, sql`now()`)))
    .limit(limit)
}

/** Notes that the objects of these exports are gone. */
export async function markExpired(tx: ActorTx, exportIds: readonly string[]): Promise<void> {
  await tx
    .update(dataExports)
    .set({ status: 'expired', storageKey: null, updatedAt: sql`now()` })
    .where(and(inArray(id, [...exportIds]), eq(status, 'ready')))
}
