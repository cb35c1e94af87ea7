import { sql } from 'drizzle-orm'
import { bigint, boolean, check, index, integer, jsonb, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { app, createdAt, deletedAt, id, moment, oneOf, updatedAt } from './columns.ts'

export const platformRoles = ['platform_owner', 'creator', 'customer'] as const
export type PlatformRole = (typeof platformRoles)[number]

export const users = app.table(
  'users',
  {
    id: id(),
    /** Stored trimmed and lower-cased: `lower(email)` is not leakproof and could not use an index under row security. */
    email: text('email').notNull().unique(),
    /** null: the account was erased, and only its id is left. */
    passwordHash: text('password_hash'),
    fullName: text('full_name').notNull(),
    role: text('role', { enum: platformRoles }).notNull().default('customer'),
    profileImageKey: text('profile_image_key'),
    bio: text('bio'),
    emailVerifiedAt: moment('email_verified_at'),
    stripeCustomerId: text('stripe_customer_id').unique(),
    /** The address that Stripe knows; another one than `email` is owed to Stripe. */
    stripeEmail: text('stripe_email'),
    /** Set by the platform owner: the person cannot sign in, and every session of theirs is dead. */
    disabledAt: moment('disabled_at'),
    /** The person asked to be deleted: it happens then, unless they change their mind. With `deletedAt`: it is happening. */
    deletionDueAt: moment('deletion_due_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: deletedAt(),
  },
  (t) => [
    index('users_deletion_due')
      .on(t.deletionDueAt)
      .where(sql`deletion_due_at is not null`),
    index('users_stripe_email')
      .on(t.id)
      .where(sql`stripe_customer_id is not null and stripe_email is distinct from email`),
    check('users_role', oneOf('role', platformRoles)),
    check('users_password', sql`password_hash is not null or deleted_at is not null`),
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
    /** When the person last proved who they are: what cannot be undone asks for a fresh proof. */
    authenticatedAt: moment('authenticated_at').notNull().defaultNow(),
    /** null: one factor was enough so far. */
    secondFactorAt: moment('second_factor_at'),
    /** Rolls forward with use. */
    expiresAt: moment('expires_at').notNull(),
    /** Never moves: a new sign-in is needed after it. */
    absoluteExpiresAt: moment('absolute_expires_at').notNull(),
  },
  (t) => [
    index('sessions_user_id').on(t.userId),
    index('sessions_expires_at').on(t.expiresAt),
    index('sessions_absolute_expires_at').on(t.absoluteExpiresAt),
  ],
)

export const tokenPurposes = [
  'verify_email',
  'reset_password',
  'change_email_old',
  'change_email_new',
] as const
export type TokenPurpose = (typeof tokenPurposes)[number]

/** A link that was mailed to somebody. It is kept by its hash, works once, and not after `expiresAt`. */
export const accountTokens = app.table(
  'account_tokens',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    purpose: text('purpose', { enum: tokenPurposes }).notNull(),
    /** The address that the link proves; of a change, the new one. */
    email: text('email').notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    expiresAt: moment('expires_at').notNull(),
    /** One half of a change of address has been confirmed, the other is awaited. */
    confirmedAt: moment('confirmed_at'),
    createdAt: createdAt(),
  },
  (t) => [
    index('account_tokens_user').on(t.userId, t.purpose),
    index('account_tokens_expires_at').on(t.expiresAt),
    check('account_tokens_purpose', oneOf('purpose', tokenPurposes)),
  ],
)

/** An app that shows codes (RFC 6238). It counts from `confirmedAt` on; `lastStep` keeps a code from working twice. */
export const totpFactors = app.table('totp_factors', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** Encrypted with the platform's secret. */
  sealedSecret: text('sealed_secret').notNull(),
  confirmedAt: moment('confirmed_at'),
  lastStep: bigint('last_step', { mode: 'number' }).notNull().default(0),
  createdAt: createdAt(),
})

/** Codes on paper for the day the app is lost; each works once. */
export const recoveryCodes = app.table(
  'recovery_codes',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    codeHash: text('code_hash').notNull(),
    usedAt: moment('used_at'),
    createdAt: createdAt(),
  },
  (t) => [index('recovery_codes_user').on(t.userId, t.codeHash)],
)

/** A passkey (WebAuthn): what the authenticator said of itself when it was enrolled. */
export const passkeys = app.table(
  'passkeys',
  {
    /** The credential's id, base64url. */
    id: text('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** COSE key, base64url. */
    publicKey: text('public_key').notNull(),
    counter: bigint('counter', { mode: 'number' }).notNull(),
    transports: jsonb('transports').$type<string[]>().notNull().default([]),
    deviceType: text('device_type').notNull(),
    isBackedUp: boolean('is_backed_up').notNull(),
    name: text('name').notNull(),
    createdAt: createdAt(),
    lastUsedAt: moment('last_used_at'),
  },
  (t) => [
    index('passkeys_user').on(t.userId),
    check('passkeys_name_length', sql`length(${t.name}) between 1 and 80`),
  ],
)

/** The platform owner looked at the product as somebody else; kept for good. */
export const supportSessions = app.table(
  'support_sessions',
  {
    id: id(),
    /** The supporter's own session, by the hash of its token; it may be gone. */
    sessionId: text('session_id').notNull(),
    supporterId: uuid('supporter_id')
      .notNull()
      .references(() => users.id),
    personId: uuid('person_id')
      .notNull()
      .references(() => users.id),
    reason: text('reason').notNull(),
    startedAt: moment('started_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (t) => [
    index('support_sessions_session').on(t.sessionId),
    index('support_sessions_person').on(t.personId, t.startedAt),
    check('support_sessions_reason_length', sql`length(${t.reason}) between 1 and 500`),
    check('support_sessions_half_an_hour', sql`${t.expiresAt} <= ${t.startedAt} + interval '30 minutes'`),
  ],
)

export const exportStatuses = ['pending', 'running', 'ready', 'failed', 'expired'] as const
export type ExportStatus = (typeof exportStatuses)[number]

/** One archive of everything about a person, made by a job. While it is being made, `updatedAt` is the worker's last sign of life. */
export const dataExports = app.table(
  'data_exports',
  {
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    status: text('status', { enum: exportStatuses }).notNull().default('pending'),
    /** Tries so far, and a fencing token: only the last one may say how it ended. */
    attempts: integer('attempts').notNull().default(0),
    /** In the platform bucket. */
    storageKey: text('storage_key'),
    bytes: bigint('bytes', { mode: 'number' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    readyAt: moment('ready_at'),
    expiresAt: moment('expires_at'),
  },
  (t) => [
    index('data_exports_user').on(t.userId, t.createdAt),
    uniqueIndex('data_exports_one_at_a_time')
      .on(t.userId)
      .where(sql`status in ('pending', 'running')`),
    index('data_exports_open')
      .on(t.updatedAt)
      .where(sql`status in ('pending', 'running', 'ready')`),
    check(
      'data_exports_ready',
      sql`status <> 'ready' or (storage_key is not null and expires_at is not null)`,
    ),
    check('data_exports_status', oneOf('status', exportStatuses)),
  ],
)
