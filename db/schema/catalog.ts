import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { users } from './account.ts'
import { app, createdAt, deletedAt, id, moment, oneOf, updatedAt } from './columns.ts'
import { mediaItems } from './media.ts'
import { organizations } from './organization.ts'

export const contentTypes = ['video', 'audio', 'written'] as const
export type ContentType = (typeof contentTypes)[number]
export const contentStatuses = ['draft', 'published', 'archived'] as const
export type ContentStatus = (typeof contentStatuses)[number]
export const visibilities = ['public', 'private', 'members_only', 'purchased_only'] as const
export type Visibility = (typeof visibilities)[number]

export const content = app.table(
  'content',
  {
    id: id(),
    creatorId: uuid('creator_id')
      .notNull()
      .references(() => users.id),
    /** null: the creator's personal profile. */
    organizationId: uuid('organization_id'),
    /** Copy of `organizations.is_public`, kept true by the foreign key, so that the cheap arm of the policy needs no other table. */
    organizationIsPublic: boolean('organization_is_public').notNull().default(true),
    mediaItemId: uuid('media_item_id'),
    title: text('title').notNull(),
    slug: text('slug').notNull(),
    /** Markdown; sanitized when rendered. */
    description: text('description').notNull().default(''),
    contentType: text('content_type', { enum: contentTypes }).notNull(),
    thumbnailKey: text('thumbnail_key'),
    /** Markdown of a written post. */
    contentBody: text('content_body'),
    category: text('category'),
    tags: jsonb('tags').$type<string[]>().notNull().default([]),
    visibility: text('visibility', { enum: visibilities }).notNull().default('purchased_only'),
    /** Integer minor units; 0 is free. */
    priceCents: integer('price_cents').notNull().default(0),
    currency: text('currency').notNull().default('usd'),
    status: text('status', { enum: contentStatuses }).notNull().default('draft'),
    publishedAt: moment('published_at'),

    /** Copies of the media item's public facts (buyers cannot see media rows); a trigger keeps them equal. */
    mediaStatus: text('media_status'),
    durationSeconds: doublePrecision('duration_seconds'),
    posterKey: text('poster_key'),
    posterHash: text('poster_hash'),

    /** Who may watch it may also keep it: one MP4. */
    downloadsAllowed: boolean('downloads_allowed').notNull().default(false),
    viewCount: integer('view_count').notNull().default(0),
    purchaseCount: integer('purchase_count').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: deletedAt(),
  },
  (t) => [
    // Only one's own media can be attached: foreign keys are checked behind row security's back.
    foreignKey({
      name: 'content_of_own_media',
      columns: [t.mediaItemId, t.creatorId],
      foreignColumns: [mediaItems.id, mediaItems.creatorId],
    }),
    foreignKey({
      name: 'content_organization_is_public',
      columns: [t.organizationId, t.organizationIsPublic],
      foreignColumns: [organizations.id, organizations.isPublic],
    }).onUpdate('cascade'),
    uniqueIndex('content_slug_in_organization')
      .on(t.organizationId, t.slug)
      .where(sql`organization_id is not null and deleted_at is null`),
    uniqueIndex('content_slug_of_creator')
      .on(t.creatorId, t.slug)
      .where(sql`organization_id is null and deleted_at is null`),
    index('content_storefront').on(t.organizationId, t.status, t.publishedAt),
    index('content_newest').on(t.status, t.publishedAt),
    index('content_of_organization').on(t.organizationId, t.createdAt, t.id),
    index('content_creator').on(t.creatorId, t.createdAt),
    index('content_media').on(t.mediaItemId, t.organizationId),
    check('content_type', oneOf('content_type', contentTypes)),
    check('content_status', oneOf('status', contentStatuses)),
    check('content_visibility', oneOf('visibility', visibilities)),
    check('content_slug', sql`${t.slug} ~ '^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$'`),
    check('content_title_length', sql`length(${t.title}) between 1 and 200`),
    check('content_price', sql`price_cents between 0 and 99999999`),
    // The steps of `chargeLimits`: what Stripe does not charge is not for sale.
    check(
      'content_price_charged',
      sql`price_cents % case when currency in ('huf', 'isk', 'twd', 'ugx') then 100 when currency in ('bhd', 'jod', 'kwd', 'omr', 'tnd') then 10 else 1 end = 0`,
    ),
    check('content_currency', sql`currency ~ '^[a-z]{3}$'`),
    check('content_tags', sql`jsonb_typeof(tags) = 'array'`),
    check('content_published_when', sql`status <> 'published' or published_at is not null`),
    check(
      'content_media_or_words',
      sql`status <> 'published' or content_type = 'written' or media_item_id is not null`,
    ),
  ],
)

/** One row: the platform's own name and home page. */
export const platformSettings = app.table('platform_settings', {
  id: id(),
  platformName: text('platform_name').notNull().default('Codex'),
  logoKey: text('logo_key'),
  primaryColor: text('primary_color').notNull().default('#3b5bdb'),
  heroTitle: text('hero_title'),
  heroSubtitle: text('hero_subtitle'),
  featuredContentIds: jsonb('featured_content_ids').$type<string[]>().notNull().default([]),
  contactEmail: text('contact_email'),
  socialLinks: jsonb('social_links').$type<Record<string, string>>().notNull().default({}),
  aboutContent: text('about_content'),
  timezone: text('timezone').notNull().default('UTC'),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
})
