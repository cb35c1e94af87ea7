import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { hashToken } from '#platform/token.ts'
import { recordChange, type GivenRole, type PeopleChange } from './change.ts'
import { invitationDays, invitationToken } from './invitation-token.ts'
import { refusing } from './refusals.ts'

export type InvitePeople = GivenRole & {
  /** Lower-cased, each once. */
  readonly addresses: readonly string[]
  /** The platform's, for the links. */
  readonly secret: string
}

export type Invited = {
  readonly address: string
  /** `member`: works there already. `open`: an invitation waits for an answer. */
  readonly outcome: 'invited' | 'member' | 'open'
  /** The promised mail; null where there is none. */
  readonly emailId: string | null
}

/**
 * Invites people to an organization and promises each a mail. Refuses with `not_found`, and with
 * `forbidden` for a role that the actor may not give.
 */
export async function invitePeople(
  tx: ActorTx,
  change: PeopleChange,
  { addresses, secret, role, customRoleId }: InvitePeople,
): Promise<Invited[]> {
  const ids = addresses.map(() => randomUUID())
  const hashes = ids.map((id) => hashToken(invitationToken(secret, id, 1)))
  const { rows } = await refusing(() =>
    tx.execute<{
      invitation_id: string | null
      address: string
      outcome: Invited['outcome']
      email_id: string | null
    }>(
      sql`select * from app.invite_people(${change.organizationId}, ${role}, ${customRoleId}, ${sql.param([...ids])}::uuid[],
        ${sql.param([...addresses])}::text[], ${sql.param([...hashes])}::text[], make_interval(days => ${invitationDays}))`,
    ),
  )
  for (const { invitation_id, address } of rows)
    if (invitation_id)
      await recordChange(tx, change, 'invite', ['invitation', invitation_id], { address, role, customRoleId })
  return rows.map(({ address, outcome, email_id }) => ({ address, outcome, emailId: email_id }))
}
