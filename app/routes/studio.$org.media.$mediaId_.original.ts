import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { requireCreator } from '#app/http/guards.server.ts'
import { mediaNeeds } from '#app/http/media-needs.server.ts'
import { idParam } from '#app/http/parse.server.ts'
import { recordRead, recordRefusal } from '#app/http/record-read.server.ts'
import { attempt } from '#app/http/refusal-response.server.ts'
import { linkOriginal } from '#domain/media/link-original.ts'

/** Sends the creator of a media item on to a download of its original. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor, person, session, membership } = await requireCreator(asked, asked.params.org)
  const own = { mediaId: idParam(asked.params.mediaId), creatorId: person.id }
  const read = {
    action: 'media.download_original',
    organizationId: membership.organization.id,
    subjectType: 'media',
    subjectId: own.mediaId,
  } as const
  const link = await attempt(() =>
    recordRefusal(asked, session, read, () => linkOriginal(mediaNeeds(asked.context), actor, own)),
  )
  await recordRead(asked, session, read)
  return redirect(link)
}
