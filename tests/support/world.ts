import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { decoyHash, hashPassword } from '#domain/account/passwords.ts'
import type { Actor } from '#db/actor.ts'
import type { PlatformRole } from '#db/schema/account.ts'
import type { OrganizationRole } from '#db/schema/organization.ts'
import type { TestDatabase } from './stack.ts'

export type Person = {
  readonly id: string
  readonly email: string
  readonly fullName: string
  readonly actor: Actor
}
export type Post = {
  readonly id: string
  readonly slug: string
  readonly title: string
  readonly priceCents: number
}
export type Organization = { readonly id: string; readonly slug: string; readonly name: string }

/** Lays rows for tests as the database's administrator, past row security, so that a test begins where it wants to. */
export async function openWorld(database: TestDatabase) {
  const client = new pg.Client({ connectionString: database.urls.admin })
  await client.connect()
  const one = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await client.query<T>(text, values)).rows[0]

  return {
    query: async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
      (await client.query<T>(text, values)).rows,
    close: () => client.end(),

    async person(name: string, role: PlatformRole = 'customer'): Promise<Person> {
      const email = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@codex.test`
      const row = await one<{ id: string }>(
        `insert into app.users (email, password_hash, full_name, role, email_verified_at) values ($1, $4, $2, $3, now()) returning id`,
        [email, name, role, decoyHash],
      )
      return {
        id: row!.id,
        email,
        fullName: name,
        actor: { kind: 'user', id: row!.id, role, hasSecondFactor: role === 'platform_owner' },
      }
    },

    /** The same person in a session in which they have, or have not, proved a second factor. */
    proving(person: Person, hasSecondFactor: boolean): Person {
      return person.actor.kind === 'user'
        ? { ...person, actor: { ...person.actor, hasSecondFactor } }
        : person
    },

    /** Somebody who has registered, and has not proved that the address is theirs. */
    async unproved(name: string): Promise<Person> {
      const person = await this.person(name)
      await client.query('update app.users set email_verified_at = null where id = $1', [person.id])
      return person
    },

    /** Gives a person a password to sign in with. */
    async setPassword(person: Person, password: string): Promise<void> {
      await client.query('update app.users set password_hash = $2 where id = $1', [
        person.id,
        await hashPassword(password),
      ])
    },

    async organization(owner: Person, { name = 'Studio', isPublic = true } = {}): Promise<Organization> {
      const slug = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}`
      const row = await one<{ id: string }>(
        'insert into app.organizations (slug, name, is_public) values ($1, $2, $3) returning id',
        [slug, name, isPublic],
      )
      await this.join({ id: row!.id, slug, name }, owner, 'owner')
      return { id: row!.id, slug, name }
    },

    async join(
      organization: Organization,
      person: Person,
      role: OrganizationRole,
      status = 'active',
    ): Promise<void> {
      await client.query(
        'insert into app.organization_memberships (organization_id, user_id, role, status, joined_at) values ($1, $2, $3, $4, now())',
        [organization.id, person.id, role, status],
      )
    },

    /** A media item in the state it would have after its upload. */
    async media(
      creator: Person,
      { status = 'uploaded', size = 1000, name = 'film.mp4', type = 'video' } = {},
    ): Promise<{ id: string; key: string }> {
      const id = randomUUID()
      const key = `${creator.id}/originals/${id}/${name}`
      await client.query(
        `insert into app.media_items (id, creator_id, title, media_type, status, original_key, original_filename, file_size_bytes, mime_type, uploaded_at, failure_cause)
         values ($1, $2, $3, $4, $5, $6, $7, $8, 'video/mp4', now(), case when $5 = 'failed' then 'our_fault' end)`,
        [id, creator.id, 'A film', type, status, key, name, size],
      )
      return { id, key }
    },

    async post(
      creator: Person,
      organization: Organization | null,
      given: {
        priceCents?: number
        status?: string
        visibility?: string
        mediaId?: string
        title?: string
        contentType?: string
      } = {},
    ): Promise<Post> {
      const { priceCents = 1200, status = 'published', title = 'A film', mediaId } = given
      const slug = `post-${randomUUID().slice(0, 8)}`
      const row = await one<{ id: string }>(
        `insert into app.content (creator_id, organization_id, media_item_id, title, slug, content_type, content_body, price_cents, visibility, status, published_at)
         values ($1, $2, $3, $4, $5, $6, 'Words.', $7, $8, $9, case when $9 <> 'draft' then now() end) returning id`,
        [
          creator.id,
          organization?.id ?? null,
          mediaId ?? null,
          title,
          slug,
          given.contentType ?? (mediaId ? 'video' : 'written'),
          priceCents,
          given.visibility ?? (priceCents === 0 ? 'public' : 'purchased_only'),
          status,
        ],
      )
      return { id: row!.id, slug, title, priceCents }
    },

    /** A purchase as it stands after a paid checkout. */
    async sale(buyer: Person, post: Post, organization: Organization): Promise<void> {
      await client.query(
        `with bought as (
           insert into app.checkouts (customer_id, content_id, organization_id, creator_id, amount_cents, currency, status, expires_at)
           select $1, c.id, c.organization_id, c.creator_id, c.price_cents, c.currency, 'completed', now() from app.content c where c.id = $2
           returning *)
         insert into app.purchases (customer_id, content_id, organization_id, creator_id, checkout_id, amount_paid_cents, currency,
           stripe_payment_intent_id, creator_payout_cents, status, purchased_at)
         select customer_id, content_id, $3, creator_id, id, amount_cents, currency, 'pi_' || id, amount_cents, 'completed', now() from bought`,
        [buyer.id, post.id, organization.id],
      )
    },

    async grant(
      person: Person,
      post: Post,
      given: { type?: string; expiresAt?: Date; revokedAt?: Date } = {},
    ): Promise<void> {
      await client.query(
        'insert into app.content_access (user_id, content_id, access_type, expires_at, revoked_at) values ($1, $2, $3, $4, $5)',
        [person.id, post.id, given.type ?? 'purchased', given.expiresAt ?? null, given.revokedAt ?? null],
      )
    },
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>
