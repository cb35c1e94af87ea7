import { and, isNull, sql, type AnyColumn } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { content } from '#db/schema/catalog.ts'
import { mediaItems } from '#db/schema/media.ts'
import { organizationInvitations, organizationRoleDefinitions } from '#db/schema/organization.ts'
import type { AuditEvent } from './read-log.ts'

export type AuditedPost = {
  readonly title: string
  readonly slug: string
  readonly creatorId: string
  readonly isPublished: boolean
}

/** What events are about, where it still exists and the actor may see it; by id. */
export type Subjects = {
  readonly posts: ReadonlyMap<string, AuditedPost>
  readonly media: ReadonlyMap<string, { readonly title: string }>
  readonly invitations: ReadonlyMap<string, { readonly email: string }>
  readonly roles: ReadonlyMap<string, { readonly name: string }>
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** One array whatever its length: the statement stays the same. */
const isOneOf = (column: AnyColumn, ids: string[]) => sql`${column} = any (${sql.param(ids)}::uuid[])`

/** Looks up the posts, files, invitations and roles that these events are about, each kind at once. */
export async function findSubjects(tx: ActorTx, events: readonly AuditEvent[]): Promise<Subjects> {
  const byId = async <Row extends { id: string }>(
    type: string,
    find: (ids: string[]) => PromiseLike<Row[]>,
  ): Promise<Map<string, Row>> => {
    const ids = events.flatMap(({ subjectType, subjectId }) =>
      subjectType === type && subjectId && uuid.test(subjectId) ? [subjectId] : [],
    )
    const rows = ids.length > 0 ? await find([...new Set(ids)]) : []
    return new Map(rows.map((row) => [row.id, row]))
  }
  const [invitation, role] = [organizationInvitations, organizationRoleDefinitions]
  return {
    posts: await byId('content', (ids) =>
      tx
        .select({
          id: content.id,
          title: content.title,
          slug: content.slug,
          creatorId: content.creatorId,
          isPublished: sql<boolean>`${content.status} = 'published'`,
        })
        .from(content)
        .where(and(isOneOf(content.id, ids), isNull(content.deletedAt))),
    ),
    media: await byId('media', (ids) =>
      tx
        .select({ id: mediaItems.id, title: mediaItems.title })
        .from(mediaItems)
        .where(and(isOneOf(mediaItems.id, ids), isNull(mediaItems.deletedAt))),
    ),
    invitations: await byId('invitation', (ids) =>
      tx
        .select({ id: invitation.id, email: invitation.email })
        .from(invitation)
        .where(isOneOf(invitation.id, ids)),
    ),
    roles: await byId('role', (ids) =>
      tx.select({ id: role.id, name: role.name }).from(role).where(isOneOf(role.id, ids)),
    ),
  }
}
