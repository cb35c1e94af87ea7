import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { requireCreator } from '#app/http/guards.server.ts'
import { mediaNeeds } from '#app/http/media-needs.server.ts'
import { idParam } from '#app/http/parse.server.ts'
import { attempt } from '#app/http/refusal-response.server.ts'
import { linkOriginal } from '#domain/media/link-original.ts'

/** Sends the creator of a media item on to a download of its original. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor, person } = await requireCreator(asked, asked.params.org)
  const own = { mediaId: idParam(asked.params.mediaId), creatorId: person.id }
  return redirect(await attempt(() => linkOriginal(mediaNeeds(asked.context), actor, own)))
}
