import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { reminderDays } from './rules.ts'

/** Promises the mail of the last days to everybody who has not had it. */
export async function remindLeaving(tx: ActorTx): Promise<void> {
  await tx.execute(sql`select app.remind_leaving(${reminderDays})`)
}

/** People whose days of grace are over, and who are not erased to the end. */
export async function listPeopleToErase(tx: ActorTx, limit: number): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`select id from app.people_to_erase(${limit}) as id`)
  return rows.map(({ id }) => id)
}

/** How far the erasure of a person is. */
export type Erasure = {
  /** The mail that says so, while it is there. */
  readonly emailId: string | null
  /** It has left, or cannot leave. */
  readonly isTold: boolean
  /** Since the account was closed. */
  readonly quietSeconds: number
  readonly stripeCustomerId: string | null
  readonly profileImageKey: string | null
}

/** Closes the account of somebody whose days are over, once; undefined when there is nothing to erase (any more). */
export async function beginErasure(tx: ActorTx, personId: string): Promise<Erasure | undefined> {
  const { rows } = await tx.execute<{
    email_id: string | null
    is_told: boolean
    quiet_seconds: number
    stripe_customer_id: string | null
    profile_image_key: string | null
  }>(sql`select * from app.begin_erasure(${personId})`)
  const row = rows[0]
  return (
    row && {
      emailId: row.email_id,
      isTold: row.is_told,
      quietSeconds: row.quiet_seconds,
      stripeCustomerId: row.stripe_customer_id,
      profileImageKey: row.profile_image_key,
    }
  )
}

/** Films of theirs that no post shows. */
export async function listMediaToErase(tx: ActorTx, personId: string, limit: number): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(
    sql`select id from app.media_to_erase(${personId}, ${limit}) as id`,
  )
  return rows.map(({ id }) => id)
}

/** Removes the rows of films whose objects are gone. */
export async function eraseMedia(tx: ActorTx, personId: string, mediaIds: readonly string[]): Promise<void> {
  await tx.execute(sql`select app.erase_media(${personId}, ${sql.param([...mediaIds])}::uuid[])`)
}

/** Removes a batch of what there may be very much of. Answers how much that was: 0 is the end. */
export async function eraseRows(tx: ActorTx, personId: string, limit: number): Promise<number> {
  const { rows } = await tx.execute<{ gone: number }>(
    sql`select app.erase_rows(${personId}, ${limit}) as gone`,
  )
  return rows[0]!.gone
}

/** Leaves of the person a row that points to nobody; their address is free. */
export async function finishErasure(tx: ActorTx, personId: string): Promise<void> {
  await tx.execute(sql`select app.finish_erasure(${personId})`)
}
