import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { notFound, Refusal } from '#platform/refusal.ts'
import { graceDays, goneAt } from './deletion-rules.ts'
import { refusing } from './refusals.ts'
import { getSettings, type SettingsEditor } from './settings-queries.ts'

/**
 * Deletes an organization: storefront and studio are gone at once, what was bought stays with its buyers, and its owner can
 * take it back for 30 days. Answers whose sessions named it. The audit event is written with it.
 * Refuses with `invalid` when `confirmation` is not its address, and with `not_found`.
 */
export async function deleteOrganization(
  tx: ActorTx,
  { organizationId, origin }: SettingsEditor,
  confirmation: string,
): Promise<string[]> {
  const { slug } = await getSettings(tx, organizationId, { lock: true })
  if (confirmation !== slug) {
    const message = `Type ${slug} to delete the organization.`
    throw new Refusal('invalid', 'not_confirmed', message, { confirmation: [message] })
  }
  const { rows } = await tx.execute<{ id: string }>(
    sql`select * from app.delete_organization(${organizationId}, ${origin.ipAddress}, ${origin.userAgent}) as id`,
  )
  if (rows.length === 0) throw notFound('no_such_organization')
  return rows.map(({ id }) => id)
}

/**
 * Takes a deletion back. Answers whose sessions name it again. Refuses with `not_found` when there is nothing to take back, and
 * with `conflict` when the actor is about to be deleted.
 */
export async function restoreOrganization(
  tx: ActorTx,
  { organizationId, origin }: SettingsEditor,
): Promise<string[]> {
  const { rows } = await refusing(() =>
    tx.execute<{ id: string }>(
      sql`select * from app.restore_organization(${organizationId}, ${graceDays}, ${origin.ipAddress}, ${origin.userAgent}) as id`,
    ),
  )
  if (rows.length === 0) throw notFound('no_such_organization', 'There is nothing to restore any more.')
  return rows.map(({ id }) => id)
}

export type DeletedOrganization = {
  readonly id: string
  readonly slug: string
  readonly name: string
  /** After this moment it is gone for good. */
  readonly goneAt: Date
}

/** What the actor has deleted and can take back, the first to go first. */
export async function listDeletedOrganizations(tx: ActorTx): Promise<DeletedOrganization[]> {
  const { rows } = await tx.execute<{ id: string; slug: string; name: string; deleted_at: Date | string }>(
    sql`select * from app.deleted_organizations()`,
  )
  return rows.map(({ deleted_at, ...row }) => ({ ...row, goneAt: goneAt(new Date(deleted_at)) }))
}
