import { sql } from 'drizzle-orm'
import { index, jsonb, text, uuid } from 'drizzle-orm/pg-core'
import { app, createdAt, id } from './columns.ts'

/**
 * Who did what, when, from where, with what result. Append-only: no role may delete a row, and nothing changes in one but that
 * it forgets where an erased person was and what they were called (decision 17).
 */
export const auditEvents = app.table(
  'audit_events',
  {
    id: id(),
    /** null: nobody was signed in, or the platform itself acted. */
    userId: uuid('user_id'),
    organizationId: uuid('organization_id'),
    /** `room.verb`, e.g. `content.publish`; domain/audit/actions.ts has them all. */
    action: text('action').notNull(),
    subjectType: text('subject_type'),
    subjectId: text('subject_id'),
    result: text('result', { enum: ['success', 'refused'] })
      .notNull()
      .default('success'),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [
    // The log is read newest first, by key, and narrowed in these ways.
    index('audit_events_newest').on(t.createdAt, t.id),
    index('audit_events_user').on(t.userId, t.createdAt, t.id),
    index('audit_events_action').on(t.action, t.createdAt, t.id),
    index('audit_events_refused')
      .on(t.createdAt, t.id)
      .where(sql`result = 'refused'`),
    index('audit_events_organization').on(t.organizationId, t.createdAt, t.id),
    index('audit_events_organization_action').on(t.organizationId, t.action, t.createdAt, t.id),
    index('audit_events_organization_refused')
      .on(t.organizationId, t.createdAt, t.id)
      .where(sql`result = 'refused'`),
    index('audit_events_subject').on(t.subjectId, t.subjectType),
  ],
)
