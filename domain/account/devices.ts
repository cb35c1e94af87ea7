import { and, desc, eq, gt, ne, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { sessions } from '#db/schema/account.ts'
import { recordAudit, type Origin } from '#domain/audit/record.ts'

/** A browser that somebody is signed in with. */
export type Device = {
  readonly id: string
  readonly ipAddress: string | null
  readonly userAgent: string | null
  readonly createdAt: Date
  readonly lastSeenAt: Date
}

/** The open sessions of a person, the one used last first. */
export async function listDevices(tx: ActorTx, personId: string): Promise<Device[]> {
  return tx
    .select({
      id: sessions.id,
      ipAddress: sessions.ipAddress,
      userAgent: sessions.userAgent,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, personId), gt(sessions.expiresAt, sql`now()`)))
    .orderBy(desc(sessions.lastSeenAt))
}

/** Whose sessions are ended, and from where. */
export type DeviceOwner = { readonly personId: string; readonly origin: Origin }

/** Ends one session of a person; answers its id, none when it was not theirs. */
export async function endDevice(tx: ActorTx, owner: DeviceOwner, id: string): Promise<string[]> {
  return ended(
    tx,
    owner,
    await tx
      .delete(sessions)
      .where(and(eq(sessions.id, id), eq(sessions.userId, owner.personId)))
      .returning({ id: sessions.id }),
  )
}

/** Ends every session of a person but this one; answers their ids. */
export async function endOtherDevices(tx: ActorTx, owner: DeviceOwner, keptId: string): Promise<string[]> {
  return ended(
    tx,
    owner,
    await tx
      .delete(sessions)
      .where(and(eq(sessions.userId, owner.personId), ne(sessions.id, keptId)))
      .returning({ id: sessions.id }),
  )
}

async function ended(
  tx: ActorTx,
  { personId, origin }: DeviceOwner,
  rows: { id: string }[],
): Promise<string[]> {
  if (rows.length > 0)
    await recordAudit(tx, {
      action: 'account.end_sessions',
      subjectType: 'user',
      subjectId: personId,
      origin,
      detail: { count: rows.length },
    })
  return rows.map(({ id }) => id)
}
