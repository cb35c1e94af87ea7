import { and, desc, eq, gt, sql } from 'drizzle-orm'
import { isUniqueViolation, type ActorTx } from '#db/actor.ts'
import { dataExports, type ExportStatus } from '#db/schema/account.ts'
import { recordAudit, type Origin } from '#domain/audit/record.ts'
import { notFound, Refusal } from '#platform/refusal.ts'
import type { Storage } from '#platform/storage.ts'
import { archiveAt } from './archive-key.ts'
import { archivesADay, downloadLinkSeconds } from './rules.ts'

/** An archive of everything about a person. `bytes` and `expiresAt` are null until it is ready. */
export type DataExport = {
  readonly id: string
  readonly status: ExportStatus
  readonly bytes: number | null
  readonly createdAt: Date
  readonly expiresAt: Date | null
}

const shown = {
  id: dataExports.id,
  status: dataExports.status,
  bytes: dataExports.bytes,
  createdAt: dataExports.createdAt,
  expiresAt: dataExports.expiresAt,
}

/** The archive a person asked for last; undefined when they never did. */
export async function findLatestExport(tx: ActorTx, personId: string): Promise<DataExport | undefined> {
  const [row] = await tx
    .select(shown)
    .from(dataExports)
    .where(eq(dataExports.userId, personId))
    .orderBy(desc(dataExports.createdAt), desc(dataExports.id))
    .limit(1)
  // One whose days are over is gone, whether or not the round that removes it has come by.
  const isOver = row?.status === 'ready' && row.expiresAt !== null && row.expiresAt <= new Date()
  return row && (isOver ? { ...row, status: 'expired' } : row)
}

/**
 * Asks for an archive; answers its id: enqueue `makeExport` for it. There is one at a time: asked again meanwhile, it is the
 * same. Refuses with `too_many`.
 */
export async function requestExport(tx: ActorTx, personId: string, origin: Origin): Promise<string> {
  const open = await findLatestExport(tx, personId)
  if (open?.status === 'pending' || open?.status === 'running') return open.id
  const asked = await tx.$count(
    dataExports,
    and(eq(dataExports.userId, personId), gt(dataExports.createdAt, sql`now() - interval '1 day'`)),
  )
  if (asked >= archivesADay)
    throw new Refusal(
      'too_many',
      'too_many_exports',
      `You can ask for ${archivesADay} archives a day. Please come back tomorrow.`,
    )
  try {
    // A savepoint: another tab may have been quicker.
    return await tx.transaction(async (inner) => {
      await inner.execute(sql`insert into app.data_exports (user_id) values (${personId})`)
      const made = (await findLatestExport(inner, personId))!
      await recordAudit(inner, {
        action: 'account.request_export',
        subjectType: 'data_export',
        subjectId: made.id,
        origin,
      })
      return made.id
    })
  } catch (error) {
    if (!isUniqueViolation(error, 'data_exports_one_at_a_time')) throw error
    return (await findLatestExport(tx, personId))!.id
  }
}

/**
 * An address to fetch one's own archive at, for a few minutes, and the event that says so. Refuses with `not_found` when it is
 * somebody else's, not ready, or its days are over.
 */
export async function linkExport(
  tx: ActorTx,
  storage: Pick<Storage, 'signGet'>,
  { exportId, personId, origin }: { exportId: string; personId: string; origin: Origin },
): Promise<string> {
  const [row] = await tx
    .select({ storageKey: dataExports.storageKey })
    .from(dataExports)
    .where(
      and(
        eq(dataExports.id, exportId),
        eq(dataExports.userId, personId),
        eq(dataExports.status, 'ready'),
        gt(dataExports.expiresAt, sql`now()`),
      ),
    )
  if (!row?.storageKey)
    throw notFound('no_such_export', 'This archive is not there any more. Ask for another one.')
  await recordAudit(tx, {
    action: 'account.download_export',
    subjectType: 'data_export',
    subjectId: exportId,
    origin,
  })
  return storage.signGet(archiveAt(row.storageKey), downloadLinkSeconds, 'browser')
}
