import { and, eq, sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { videoPlayback } from '#db/schema/access.ts'
import { findPostFacts } from '#domain/access/queries.ts'
import { notFound, Refusal } from '#platform/refusal.ts'
import { isWatched } from './rules.ts'

export type Position = {
  readonly positionSeconds: number
  readonly completed: boolean
  readonly lastWatched: Date
}

/** Where a person stopped in a post; undefined when they never began. */
export async function readPosition(
  tx: ActorTx,
  personId: string,
  contentId: string,
): Promise<Position | undefined> {
  const [row] = await tx
    .select({
      positionSeconds: videoPlayback.positionSeconds,
      completed: videoPlayback.completed,
      lastWatched: videoPlayback.updatedAt,
    })
    .from(videoPlayback)
    .where(and(eq(videoPlayback.userId, personId), eq(videoPlayback.contentId, contentId)))
  return row
}

/**
 * Keeps where a person stopped, in seconds; 95 % is watched. Ask the access decision first. Refuses with not_found, with
 * nothing_to_resume for a post without a length, and with past_the_end.
 */
export async function savePosition(
  tx: ActorTx,
  { personId, contentId, positionSeconds }: { personId: string; contentId: string; positionSeconds: number },
): Promise<void> {
  const post = await findPostFacts(tx, contentId)
  if (!post) throw notFound('no_such_content')
  const { durationSeconds } = post
  if (durationSeconds === null)
    throw new Refusal('conflict', 'nothing_to_resume', 'There is no place to keep in this post.')
  if (positionSeconds > durationSeconds + 1)
    throw new Refusal('invalid', 'past_the_end', 'That is after the end.', {
      playbackPosition: [`At most ${Math.ceil(durationSeconds)} seconds.`],
    })
  const kept = {
    positionSeconds: Math.min(positionSeconds, durationSeconds),
    durationSeconds,
    completed: isWatched(positionSeconds, durationSeconds),
    updatedAt: sql`now()`,
  }
  await tx
    .insert(videoPlayback)
    .values({ userId: personId, contentId, ...kept })
    .onConflictDoUpdate({ target: [videoPlayback.userId, videoPlayback.contentId], set: kept })
}
