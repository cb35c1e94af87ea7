import type { StudioSection } from '#app/ui/layout/studio-shell.tsx'
import type { Permission } from '#domain/organization/permissions.ts'
import type { Membership } from '#domain/organization/queries.ts'
import { may } from './guards.server.ts'

/** What opens each place of the studio, in the order they are shown: one of these is enough. */
const doors = {
  media: ['content.create', 'media.upload'],
  content: ['content.create', 'content.edit_others'],
  transcoding: ['media.upload', 'transcoding.view'],
  sales: ['sales.view', 'content.create'],
  people: ['people.manage', 'roles.manage'],
  settings: ['settings.manage'],
  audit: ['audit.view'],
} as const satisfies Partial<Record<StudioSection, readonly Permission[]>>

/** The places of the studio that a member may open. */
export const studioSections = (membership: Membership): StudioSection[] =>
  (Object.keys(doors) as (keyof typeof doors)[]).filter((section) =>
    doors[section].some((permission) => may(membership, permission)),
  )
