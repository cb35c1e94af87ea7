import type { LoaderFunctionArgs } from '@remix-run/node'
import type { Actor } from '#db/actor.ts'
import type { SessionPerson } from '#domain/account/sessions.ts'
import type { PlaybackNeeds } from '#domain/access/open-playback.ts'
import { z } from '#platform/schema.ts'
import { notFound } from '#platform/refusal.ts'
import { actorOf, findPerson } from './guards.server.ts'

const uuid = z.guid()

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
  const id = uuid.safeParse(params.id)
  if (!id.success) throw notFound('no_such_content')
  const person = await findPerson({ request, context })
  const actor = actorOf(person)
  return {
    contentId: id.data,
    person,
    actor,
    playback: { ...context.needs, asActor: context.asActor, actor },
  }
}
