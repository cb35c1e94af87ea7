import type { MediaNeeds } from '#domain/media/media-needs.ts'
import type { RequestContext } from './context.ts'

/** What the actions of the media room take, from a request. */
export const mediaNeeds = ({ needs, asActor }: RequestContext): MediaNeeds => ({ ...needs, asActor })
