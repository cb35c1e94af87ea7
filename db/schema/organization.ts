import { sql } from 'drizzle-orm'
import { boolean, check, index, jsonb, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { users } from './account.ts'
import { app, createdAt, deletedAt, id, moment, oneOf, updatedAt } from './columns.ts'

export const organizationRoles = ['owner', 'admin', 'creator', 'member', 'subscriber'] as const
export type OrganizationRole = (typeof organizationRoles)[number]
export const membershipStatuses = ['invited', 'active', 'inactive'] as const
export type MembershipStatus = (typeof membershipStatuses)[number]

export const organizations = app.table(
  'organizations',
  {
    id: id(),
    slug: text('slug').notNull().unique(),
    name: text('name').notNull(),
    description: text('description'),
    logoKey: text('logo_key'),
    primaryColor: text('primary_color').notNull().default('#3b5bdb'),
    contactEmail: text('contact_email'),
    timezone: text('timezone').notNull().default('UTC'),
    /** ISO 4217, lower case as Stripe writes it: new prices start with it. */
    currency: text('currency').notNull().default('usd'),
    isPublic: boolean('is_public').notNull().default(true),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: deletedAt(),
  },
  (t) => [
    unique('organizations_id_is_public').on(t.id, t.isPublic),
    index('organizations_newest').on(t.createdAt),
    check('organizations_slug', sql`${t.slug} ~ '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$'`),
    check('organizations_name_length', sql`length(${t.name}) between 1 and 120`),
    check('organizations_primary_color', sql`${t.primaryColor} ~ '^#[0-9a-f]{6}$'`),
    check('organizations_currency', sql`${t.currency} ~ '^[a-z]{3}$'`),
  ],
)

export const organizationMemberships = app.table(
  'organization_memberships',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role', { enum: organizationRoles }).notNull(),
    permissions: jsonb('permissions').$type<Record<string, boolean>>().notNull().default({}),
    status: text('status', { enum: membershipStatuses }).notNull().default('active'),
    invitedBy: uuid('invited_by').references(() => users.id, { onDelete: 'set null' }),
    invitedAt: moment('invited_at'),
    joinedAt: moment('joined_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('organization_memberships_once').on(t.organizationId, t.userId),
    // "Which organizations am I in, and as what" is asked by nearly every policy: the index answers it alone.
    index('organization_memberships_user').on(t.userId, t.organizationId, t.role, t.status),
    uniqueIndex('organization_memberships_one_owner')
      .on(t.organizationId)
      .where(sql`role = 'owner'`),
    check('organization_memberships_role', oneOf('role', organizationRoles)),
    check('organization_memberships_status', oneOf('status', membershipStatuses)),
    check('organization_memberships_owner_active', sql`role <> 'owner' or status = 'active'`),
  ],
)
