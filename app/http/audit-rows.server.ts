import type { AuditRow } from '#app/ui/audit/audit-table.tsx'
import { actionWords } from '#domain/audit/actions.ts'
import { detailWords } from '#domain/audit/detail-words.ts'
import type { AuditedPost, Subjects } from '#domain/audit/find-subjects.ts'
import type { AuditEvent } from '#domain/audit/read-log.ts'
import type { Permission } from '#domain/organization/permissions.ts'
import { browserName } from './browser-name.server.ts'

/** Who reads the log: somebody of the organization it is of, who may open some of its places, or the platform owner. */
export type AuditReader =
  | {
      readonly kind: 'organization'
      readonly slug: string
      readonly personId: string
      readonly permissions: readonly Permission[]
    }
  | { readonly kind: 'platform' }

const whoWords = {
  gone: 'A deleted account',
  customer: 'A customer',
  guest: 'Somebody not signed in',
  platform: 'The platform',
} as const

/** Puts an event into words, and links what it is about where the reader can open it. */
export function auditRow(event: AuditEvent, subjects: Subjects, reader: AuditReader): AuditRow {
  const { id, moment, who, personName, personId, result, ipAddress, userAgent } = event
  return {
    id,
    moment,
    what: actionWords(event.action, result),
    subject: subjectOf(event, subjects, reader),
    detail: detailWords(event.detail),
    who: who === 'person' ? (personName ?? whoWords.gone) : whoWords[who],
    personId: who === 'person' ? personId : null,
    result,
    ipAddress,
    browser: userAgent === null ? null : browserName(userAgent),
    organization:
      reader.kind === 'platform' && event.organizationSlug && event.organizationName
        ? { slug: event.organizationSlug, name: event.organizationName }
        : undefined,
  }
}

function subjectOf(event: AuditEvent, subjects: Subjects, reader: AuditReader): AuditRow['subject'] {
  const { subjectType, subjectId, subjectName, detail, personId } = event
  const id = subjectId ?? ''
  const kept = [detail.title, detail.name].find((text) => typeof text === 'string')
  const about = (words: string | undefined, to?: string | false) =>
    words === undefined ? undefined : { words, to: to || undefined }
  switch (subjectType) {
    case 'content': {
      const post = subjects.posts.get(id)
      return about(post?.title ?? kept ?? 'A post', post && linkToPost(event, post, reader))
    }
    case 'media': {
      const media = subjects.media.get(id)
      const to = inStudio(reader, `media/${id}`, 'content.create', 'media.upload', 'transcoding.view')
      return about(media?.title ?? kept ?? 'A file', media && to)
    }
    case 'invitation':
      return about(subjects.invitations.get(id)?.email, inStudio(reader, 'people', 'people.manage'))
    case 'role':
      return about(
        subjects.roles.get(id)?.name ?? kept,
        subjects.roles.has(id) && inStudio(reader, 'people/roles', 'roles.manage'),
      )
    case 'user':
      // Of what somebody does to their own account the name stands beside it already.
      return subjectId !== null && subjectId === personId
        ? undefined
        : about(subjectName ?? undefined, linkToPerson(subjectName, reader))
    case 'address':
      return about(subjectId ?? undefined)
    default:
      return undefined
  }
}

function inStudio(reader: AuditReader, place: string, ...oneOf: Permission[]): string | undefined {
  if (reader.kind === 'platform' || !oneOf.some((each) => reader.permissions.includes(each))) return undefined
  return `/studio/${reader.slug}/${place}`
}

/** Its editor, for who may edit it; for the platform owner the post itself, where it is on show. */
function linkToPost(event: AuditEvent, post: AuditedPost, reader: AuditReader): string | undefined {
  if (reader.kind === 'platform')
    return post.isPublished && event.organizationSlug ? `/${event.organizationSlug}/${post.slug}` : undefined
  const isOwn = reader.personId === post.creatorId
  const editors: Permission[] = isOwn ? ['content.edit_others', 'content.create'] : ['content.edit_others']
  return inStudio(reader, `content/${event.subjectId}`, ...editors)
}

function linkToPerson(name: string | null, reader: AuditReader): string | undefined {
  if (reader.kind === 'platform')
    return name ? `/platform/people?${new URLSearchParams({ q: name })}` : undefined
  return inStudio(reader, 'people', 'people.manage')
}
