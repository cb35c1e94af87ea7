import { sql } from 'drizzle-orm'
import type { Actor } from '#db/actor.ts'
import { transcodeMedia } from '#domain/transcode/jobs/transcode-media.job.ts'
import { Refusal } from '#platform/refusal.ts'
import type { MediaNeeds } from './media-needs.ts'
import { getMedia } from './queries.ts'

/**
 * Asks for another try of a failed media item: by its creator, or staff of an organization that uses it. Answers whose it is.
 * Refuses with `not_found`, or with `conflict` when it has not failed or its original never arrived.
 */
export async function requestRetry(
  needs: Pick<MediaNeeds, 'asActor' | 'jobs'>,
  actor: Actor,
  mediaId: string,
): Promise<{ readonly creatorId: string }> {
  const creatorId = await needs.asActor(actor, async (tx) => {
    const { rows } = await tx.execute(sql`select app.request_transcode(${mediaId}) as moved`)
    const media = await getMedia(tx, mediaId)
    if (rows[0]?.moved === true) return media.creatorId
    if (media.status === 'failed')
      throw new Refusal(
        'conflict',
        'no_original',
        'There is nothing to try again with. Upload the file once more.',
      )
    throw new Refusal(
      'conflict',
      'not_failed',
      'This file has not failed: it is being worked on, or ready already.',
    )
  })
  await needs.jobs.enqueue(transcodeMedia, { mediaId })
  return { creatorId }
}
