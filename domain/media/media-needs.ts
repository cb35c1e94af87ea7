import type { AsActor } from '#db/actor.ts'
import type { Needs } from '#platform/needs.ts'

/** What an action of this room is made from. It opens its own transactions, so that none is open while storage is asked. */
export type MediaNeeds = Pick<Needs, 'env' | 'log' | 'clock' | 'storage' | 'jobs'> & {
  readonly asActor: AsActor
}

/** Where an original lies in storage, from the key in its row. */
export const originalAt = (key: string) => ({ bucket: 'media', key }) as const
