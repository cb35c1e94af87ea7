import type { LoaderFunctionArgs } from '@remix-run/node'
import type { Actor } from '#db/actor.ts'
import type { SessionPerson } from '#domain/account/sessions.ts'
import type { PlaybackNeeds } from '#domain/access/open-playback.ts'
import { apiId } from './api.server.ts'
import { findVisitor } from './guards.server.ts'

export type AskedContent = {
  readonly contentId: string
  readonly person: SessionPerson | null
  readonly actor: Actor
  readonly playback: PlaybackNeeds
}

/** Who asks for which post at an address below `/api/content/:id`. Refuses with not_found when that is no id at all. */
export async function readAskedContent({
  request,
  params,
  context,
}: LoaderFunctionArgs): Promise<AskedContent> {
  const contentId = apiId(params.id)
  const { person, actor } = await findVisitor({ request, context })
  return {
    contentId,
    person,
    actor,
    playback: { ...context.needs, asActor: context.asActor, actor },
  }
}
