import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import type { AuditAction } from './actions.ts'

/** Where a request came from, as the audit log keeps it. */
export type Origin = { readonly ipAddress: string; readonly userAgent: string }

export type AuditEntry = {
  readonly action: AuditAction
  readonly organizationId?: string | null
  readonly subjectType?: string
  readonly subjectId?: string
  readonly result?: 'success' | 'refused'
  readonly origin?: Origin
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Writes down what the transaction's actor did, in the same transaction as the deed. */
export async function recordAudit(tx: ActorTx, entry: AuditEntry): Promise<void> {
  const { action, organizationId, subjectType, subjectId, result = 'success', origin, detail = {} } = entry
  await tx.execute(sql`
    insert into app.audit_events
      (user_id, organization_id, action, subject_type, subject_id, result, ip_address, user_agent, detail)
    values
      (app.uid(), ${organizationId ?? null}, ${action}, ${subjectType ?? null}, ${subjectId ?? null}, ${result},
       ${origin?.ipAddress ?? null}, ${origin?.userAgent.slice(0, 400) ?? null}, ${JSON.stringify(detail)}::jsonb)`)
}

/** The organization, when the actor belongs to it at this moment and may write into its log; otherwise null. */
export async function noteFor(tx: ActorTx, organizationId: string | null): Promise<string | null> {
  if (organizationId === null) return null
  const { rows } = await tx.execute<{ belongs: boolean }>(
    sql`select app.may_note(${organizationId}) as belongs`,
  )
  return rows[0]!.belongs ? organizationId : null
}
