import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import type { AuditFilter, AuditKey } from './filter.ts'

/** An event as its reader may know it. */
export type AuditEvent = {
  readonly id: string
  /** ISO 8601, to the microsecond. */
  readonly moment: string
  readonly organizationSlug: string | null
  readonly organizationName: string | null
  readonly action: string
  readonly result: 'success' | 'refused'
  /** `gone`: the account was deleted. `guest`: nobody was signed in. `customer`: whose name is not the reader's to know. */
  readonly who: 'person' | 'gone' | 'customer' | 'guest' | 'platform'
  readonly personId: string | null
  readonly personName: string | null
  readonly ipAddress: string | null
  readonly userAgent: string | null
  readonly subjectType: string | null
  readonly subjectId: string | null
  /** Of a person that the event is about. */
  readonly subjectName: string | null
  readonly detail: Readonly<Record<string, unknown>>
}

export type ReadLog = Pick<
  AuditFilter,
  'action' | 'person' | 'result' | 'from' | 'to' | 'after' | 'before'
> & {
  /** null: of everything, for the platform owner. */
  readonly organizationId: string | null
  /** Where the days of `from` and `to` begin. */
  readonly timeZone: string
  readonly limit: number
}

export type LogPage = {
  readonly events: AuditEvent[]
  readonly previous: AuditKey | undefined
  readonly next: AuditKey | undefined
}

/** A page of the audit log, newest first. Empty for who may not read it; names of customers stay with the platform. */
export async function readLog(tx: ActorTx, ask: ReadLog): Promise<LogPage> {
  const { after, before, limit, timeZone } = ask
  const from = before ?? after
  const isBackward = before !== undefined
  const { rows } = await tx.execute<AuditEvent>(sql`
    select id, moment, organization_slug as "organizationSlug", organization_name as "organizationName", action, result, who,
      person_id as "personId", person_name as "personName", ip_address as "ipAddress", user_agent as "userAgent",
      subject_type as "subjectType", subject_id as "subjectId", subject_name as "subjectName", detail
    from app.audit_log(
      ${ask.organizationId}::uuid, ${ask.action ?? null}::text, ${ask.person ?? null}::uuid, ${ask.result ?? null}::text,
      ${ask.from ?? null}::date::timestamp at time zone ${timeZone}, (${ask.to ?? null}::date + 1)::timestamp at time zone ${timeZone},
      ${from?.moment ?? null}::timestamptz, ${from?.id ?? null}::uuid, ${isBackward}, ${limit + 1})`)
  const hasMore = rows.length > limit
  const events = rows.slice(0, limit)
  if (isBackward) events.reverse()
  return {
    events,
    previous: (isBackward ? hasMore : from !== undefined) ? keyOf(events[0]) : undefined,
    next: (isBackward ? true : hasMore) ? keyOf(events.at(-1)) : undefined,
  }
}

const keyOf = (event: AuditEvent | undefined): AuditKey | undefined =>
  event && { moment: event.moment, id: event.id }

/** Whom an organization's log can be narrowed to, by name: its members and those who were. */
export async function listAuditPeople(
  tx: ActorTx,
  organizationId: string,
): Promise<{ id: string; fullName: string }[]> {
  const { rows } = await tx.execute<{ id: string; fullName: string }>(
    sql`select id, full_name as "fullName" from app.audit_people(${organizationId})`,
  )
  return rows
}
