import { sql } from 'drizzle-orm'
import { boolean, check, doublePrecision, index, text, unique, uuid } from 'drizzle-orm/pg-core'
import { users } from './account.ts'
import { content } from './catalog.ts'
import { app, createdAt, id, moment, oneOf, updatedAt } from './columns.ts'
import { organizations } from './organization.ts'

export const accessTypes = ['purchased', 'subscription', 'complimentary', 'preview'] as const
export type AccessType = (typeof accessTypes)[number]

/** A standing right to a post, whatever it came from. One row a person and post; a refund sets `revoked_at`. */
export const contentAccess = app.table(
  'content_access',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    contentId: uuid('content_id')
      .notNull()
      .references(() => content.id),
    organizationId: uuid('organization_id').references(() => organizations.id),
    accessType: text('access_type', { enum: accessTypes }).notNull(),
    grantedAt: moment('granted_at').notNull().defaultNow(),
    /** null: for good. */
    expiresAt: moment('expires_at'),
    revokedAt: moment('revoked_at'),
    lastAccessedAt: moment('last_accessed_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('content_access_once').on(t.userId, t.contentId),
    index('content_access_content').on(t.contentId),
    check('content_access_type', oneOf('access_type', accessTypes)),
  ],
)

/** Where a person stopped in a film or a recording. */
export const videoPlayback = app.table(
  'video_playback',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    contentId: uuid('content_id')
      .notNull()
      .references(() => content.id),
    positionSeconds: doublePrecision('position_seconds').notNull().default(0),
    durationSeconds: doublePrecision('duration_seconds').notNull(),
    /** Watched to 95 % or further. */
    completed: boolean('completed').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('video_playback_once').on(t.userId, t.contentId),
    index('video_playback_recent').on(t.userId, t.updatedAt),
    index('video_playback_content').on(t.contentId),
    index('video_playback_begun').on(t.createdAt),
    check('video_playback_position', sql`position_seconds >= 0 and duration_seconds >= 0`),
  ],
)
