import type { Env } from '#platform/env.ts'
import type { Needs } from '#platform/needs.ts'
import { z } from '#platform/schema.ts'

const announcement = z.object({ mediaId: z.uuid(), creatorId: z.uuid() })

/** A media item's row has changed; who listens reads it anew, as far as they may. */
export type Announcement = z.infer<typeof announcement>

/** The Redis channel of an environment on which changes of media items are told. */
export const mediaChannel = (env: Pick<Env, 'REDIS_PREFIX'>) => `${env.REDIS_PREFIX}:media`

/** Tells live pages of a change, after its commit. Redis being away is no matter: they look for themselves then. */
export async function announceMedia(
  { env, redis }: Pick<Needs, 'env' | 'redis'>,
  { mediaId, creatorId }: Announcement,
): Promise<void> {
  await redis.publish(mediaChannel(env), JSON.stringify({ mediaId, creatorId })).catch(() => {})
}

/** undefined for a message that is none of ours. */
export function readAnnouncement(message: string): Announcement | undefined {
  try {
    return announcement.safeParse(JSON.parse(message)).data
  } catch {
    return undefined
  }
}
