import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, text, uuid } from 'drizzle-orm/pg-core'
import { users } from './account.ts'
import { app, createdAt, id, moment, oneOf, updatedAt } from './columns.ts'

export const emailStatuses = ['pending', 'sent', 'delivered', 'bounced', 'failed'] as const
export type EmailStatus = (typeof emailStatuses)[number]

/** Every mail that was promised, sent or failed. The row is written with what it tells of, the job only sends it. */
export const emailLogs = app.table(
  'email_logs',
  {
    id: id(),
    recipientEmail: text('recipient_email').notNull(),
    userId: uuid('user_id').references(() => users.id, { onDelete: 'set null' }),
    emailType: text('email_type').notNull(),
    /** Ids the template reads its facts by, never the facts themselves. */
    about: jsonb('about').$type<Record<string, string>>().notNull().default({}),
    /** A second promise of the same mail is the same row. */
    dedupeKey: text('dedupe_key').notNull().unique(),
    subject: text('subject'),
    status: text('status', { enum: emailStatuses }).notNull().default('pending'),
    attempts: integer('attempts').notNull().default(0),
    provider: text('provider'),
    providerMessageId: text('provider_message_id'),
    errorMessage: text('error_message'),
    sentAt: moment('sent_at'),
    deliveredAt: moment('delivered_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('email_logs_user').on(t.userId, t.createdAt),
    index('email_logs_owed')
      .on(t.createdAt)
      .where(sql`status = 'pending'`),
    check('email_logs_status', oneOf('status', emailStatuses)),
  ],
)
