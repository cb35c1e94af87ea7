import { sql } from 'drizzle-orm'
import { check, index, text, uuid } from 'drizzle-orm/pg-core'
import { app, createdAt, deletedAt, id, moment, oneOf, updatedAt } from './columns.ts'

export const platformRoles = ['platform_owner', 'creator', 'customer'] as const
export type PlatformRole = (typeof platformRoles)[number]

export const users = app.table(
  'users',
  {
    id: id(),
    /** Stored trimmed and lower-cased: `lower(email)` is not leakproof and could not use an index under row security. */
    email: text('email').notNull().unique(),
    passwordHash: text('password_hash').notNull(),
    fullName: text('full_name').notNull(),
    role: text('role', { enum: platformRoles }).notNull().default('customer'),
    profileImageKey: text('profile_image_key'),
    bio: text('bio'),
    emailVerifiedAt: moment('email_verified_at'),
    stripeCustomerId: text('stripe_customer_id').unique(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: deletedAt(),
  },
  (t) => [
    check('users_role', oneOf('role', platformRoles)),
    check('users_email_lower', sql`${t.email} = lower(${t.email})`),
    check('users_full_name_length', sql`length(${t.fullName}) between 1 and 120`),
  ],
)

/** A signed-in browser. `id` is the SHA-256 of the token in the cookie, so a leaked table opens no session. */
export const sessions = app.table(
  'sessions',
  {
    id: text('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: createdAt(),
    lastSeenAt: moment('last_seen_at').notNull().defaultNow(),
    /** Rolls forward with use. */
    expiresAt: moment('expires_at').notNull(),
    /** Never moves: a new sign-in is needed after it. */
    absoluteExpiresAt: moment('absolute_expires_at').notNull(),
  },
  (t) => [index('sessions_user_id').on(t.userId), index('sessions_expires_at').on(t.expiresAt)],
)
