import { sql } from 'drizzle-orm'
import type { Actor } from '#db/actor.ts'
import { extendFilmJob } from '#domain/transcode/jobs/extend-film.job.ts'
import { Refusal } from '#platform/refusal.ts'
import type { MediaNeeds } from './media-needs.ts'
import { getMedia } from './queries.ts'

/**
 * Asks for a ready film in AV1 as well, which takes fewer bytes: by its creator, or staff of an organization that uses it. Refuses
 * with `not_found`, or with `conflict` when it is not a ready film or was asked for already.
 */
export async function requestAv1(
  needs: Pick<MediaNeeds, 'asActor' | 'jobs'>,
  actor: Actor,
  mediaId: string,
): Promise<void> {
  await needs.asActor(actor, async (tx) => {
    const { rows } = await tx.execute(sql`select app.request_av1(${mediaId}) as asked`)
    if (rows[0]?.asked === true) return
    const { av1RequestedAt } = await getMedia(tx, mediaId)
    throw av1RequestedAt
      ? new Refusal('conflict', 'asked_already', 'Smaller files of this film were asked for already.')
      : new Refusal('conflict', 'not_ready', 'This is not a film that is ready. Try again when it is.')
  })
  await needs.jobs.enqueue(extendFilmJob, { mediaId })
}
