import type { Viewer } from '../viewer.ts'

type Role = Viewer['organizations'][number]['role']

const ownersOnly = new Set(['settings'])
const notForCreators = new Set(['sales'])

/**
 * Where switching to another organization leads: to the section that is open now, where this role may open it there, and to
 * its media otherwise. What is open inside a section belongs to the organization one leaves.
 */
export function studioPlace(pathname: string, slug: string, role: Role): string {
  const section = /^\/studio\/[^/]+\/([a-z]+)/.exec(pathname)?.[1] ?? 'media'
  const isClosed =
    (ownersOnly.has(section) && role !== 'owner') || (notForCreators.has(section) && role === 'creator')
  return `/studio/${slug}/${isClosed ? 'media' : section}`
}
