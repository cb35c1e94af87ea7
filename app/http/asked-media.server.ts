import type { LoaderFunctionArgs } from '@remix-run/node'
import type { PlaybackNeeds } from '#domain/access/open-playback.ts'
import { apiId } from './api.server.ts'
import { findVisitor } from './guards.server.ts'

/** Who asks for which film at an address below `/api/media/:id`. Refuses with not_found when that is no id at all. */
export async function readAskedMedia({
  request,
  params,
  context,
}: LoaderFunctionArgs): Promise<{ mediaId: string; playback: PlaybackNeeds }> {
  const mediaId = apiId(params.id)
  const { actor } = await findVisitor({ request, context })
  return { mediaId, playback: { ...context.needs, asActor: context.asActor, actor } }
}
