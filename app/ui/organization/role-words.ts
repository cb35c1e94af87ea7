import type { Viewer } from '../viewer.ts'

/** What somebody is in an organization, as people read it. */
export const roleWords: Record<Viewer['organizations'][number]['role'], string> = {
  owner: 'Owner',
  admin: 'Admin',
  creator: 'Creator',
  member: 'Member',
  subscriber: 'Subscriber',
}
