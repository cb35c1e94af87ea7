import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
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
    accentColor: text('accent_color'),
    heroKey: text('hero_key'),
    aboutContent: text('about_content'),
    socialLinks: jsonb('social_links').$type<Record<string, string>>().notNull().default({}),
    /** Posts at the top of the storefront, in order. */
    featuredContentIds: jsonb('featured_content_ids').$type<string[]>().notNull().default([]),
    contactEmail: text('contact_email'),
    timezone: text('timezone').notNull().default('UTC'),
    /** ISO 4217, lower case as Stripe writes it: new prices start with it. */
    currency: text('currency').notNull().default('usd'),
    isPublic: boolean('is_public').notNull().default(true),
    /** Staff enter only after a second factor. */
    requiresSecondFactor: boolean('requires_second_factor').notNull().default(false),
    customDomain: text('custom_domain').unique(),
    /** What the domain's TXT record must hold. */
    customDomainToken: text('custom_domain_token'),
    customDomainVerifiedAt: moment('custom_domain_verified_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: deletedAt(),
  },
  (t) => [
    unique('organizations_id_is_public').on(t.id, t.isPublic),
    index('organizations_newest').on(t.createdAt),
    index('organizations_deleted')
      .on(t.deletedAt)
      .where(sql`deleted_at is not null`),
    index('organizations_with_domain')
      .on(t.id)
      .where(sql`custom_domain_verified_at is not null`),
    check('organizations_slug', sql`${t.slug} ~ '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$'`),
    check('organizations_name_length', sql`length(${t.name}) between 1 and 120`),
    check('organizations_primary_color', sql`${t.primaryColor} ~ '^#[0-9a-f]{6}$'`),
    check('organizations_accent_color', sql`${t.accentColor} ~ '^#[0-9a-f]{6}$'`),
    check('organizations_custom_domain', sql`${t.customDomain} ~ '^[a-z0-9.-]{4,253}$'`),
    check('organizations_currency', sql`${t.currency} ~ '^[a-z]{3}$'`),
  ],
)

/** A role that an organization made of named permissions. */
export const organizationRoleDefinitions = app.table(
  'organization_role_definitions',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    description: text('description'),
    permissions: text('permissions').array().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('organization_role_definitions_name').on(t.organizationId, t.name),
    unique('organization_role_definitions_id_organization').on(t.id, t.organizationId),
    check('organization_role_definitions_name_length', sql`length(${t.name}) between 1 and 60`),
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
    /** Single grants to this person, beside those of their role. */
    permissions: text('permissions')
      .array()
      .notNull()
      .default(sql`'{}'`),
    customRoleId: uuid('custom_role_id'),
    status: text('status', { enum: membershipStatuses }).notNull().default('active'),
    invitedBy: uuid('invited_by').references(() => users.id, { onDelete: 'set null' }),
    invitedAt: moment('invited_at'),
    joinedAt: moment('joined_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('organization_memberships_once').on(t.organizationId, t.userId),
    foreignKey({
      name: 'organization_memberships_custom_role',
      columns: [t.customRoleId, t.organizationId],
      foreignColumns: [organizationRoleDefinitions.id, organizationRoleDefinitions.organizationId],
    }),
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

/** Who was asked to join, as what. The link is kept by its hash. */
export const organizationInvitations = app.table(
  'organization_invitations',
  {
    id: id(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    role: text('role', { enum: organizationRoles }).notNull(),
    customRoleId: uuid('custom_role_id'),
    invitedBy: uuid('invited_by').references(() => users.id, { onDelete: 'set null' }),
    tokenHash: text('token_hash').notNull().unique(),
    /** How often the mail was promised; each has a link of its own, and only the last works. */
    timesSent: integer('times_sent').notNull().default(1),
    expiresAt: moment('expires_at').notNull(),
    acceptedAt: moment('accepted_at'),
    acceptedBy: uuid('accepted_by').references(() => users.id, { onDelete: 'set null' }),
    declinedAt: moment('declined_at'),
    revokedAt: moment('revoked_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex('organization_invitations_open')
      .on(t.organizationId, t.email)
      .where(sql`accepted_at is null and declined_at is null and revoked_at is null`),
    index('organization_invitations_newest').on(t.organizationId, t.createdAt),
    foreignKey({
      name: 'organization_invitations_custom_role',
      columns: [t.customRoleId, t.organizationId],
      foreignColumns: [organizationRoleDefinitions.id, organizationRoleDefinitions.organizationId],
    }),
    check('organization_invitations_email_lower', sql`${t.email} = lower(${t.email})`),
    check('organization_invitations_role', sql`role in ('admin', 'creator', 'member')`),
  ],
)
