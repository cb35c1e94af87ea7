import { and, asc, eq, isNull, or, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { mediaItems } from '#db/schema/media.ts'
import type { ClaimTimes } from './claim-rules.ts'

/** Films that are owed a job: uploaded, or claimed by somebody who has long been silent. Longest waiting first. */
export async function listOwedTranscodes(
  tx: ActorTx,
  { lostSeconds }: Pick<ClaimTimes, 'lostSeconds'>,
  limit: number,
): Promise<string[]> {
  const isSilent = sql`coalesce(${mediaItems.heartbeatAt}, ${mediaItems.updatedAt}) < now() - make_interval(secs => ${lostSeconds})`
  const rows = await tx
    .select({ id: mediaItems.id })
    .from(mediaItems)
    .where(
      and(
        isNull(mediaItems.deletedAt),
        or(eq(mediaItems.status, 'uploaded'), and(eq(mediaItems.status, 'transcoding'), isSilent)),
      ),
    )
    .orderBy(asc(mediaItems.updatedAt))
    .limit(limit)
  return rows.map(({ id }) => id)
}
