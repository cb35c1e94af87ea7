import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Queue } from 'bullmq'
import { deleteMedia, restoreMedia } from '#domain/media/delete-media.ts'
import type { MediaNeeds } from '#domain/media/media-needs.ts'
import { getMedia, listMedia, type MediaPageKey } from '#domain/media/queries.ts'
import { renameMedia } from '#domain/media/rename-media.ts'
import { requestRetry } from '#domain/media/request-retry.ts'
import type { Organization, Person } from '#tests/support/world.ts'
import { useGround } from '#tests/support/ground.ts'

const ground = useGround()
let needs: MediaNeeds
let creator: Person
let other: Person
let organization: Organization

beforeAll(async () => {
  needs = { ...ground.wiring.needs, asActor: ground.wiring.asActor }
})

beforeEach(async () => {
  creator = await ground.world.person('Maya', 'creator')
  other = await ground.world.person('Omar', 'creator')
  organization = await ground.world.organization(creator)
})

/** The jobs that wait for a media item. */
async function jobsFor(mediaId: string) {
  const queue = new Queue('prepare', {
    connection: { url: ground.wiring.env.REDIS_URL },
    prefix: ground.wiring.env.REDIS_PREFIX,
  })
  const jobs = await queue.getJobs()
  await queue.close()
  return jobs.filter(({ data }: { data: { mediaId?: string } }) => data.mediaId === mediaId)
}

describe('a media item', () => {
  const ownOf = (mediaId: string, person: Person) => ({
    mediaId,
    creatorId: person.id,
    organizationId: organization.id,
    origin: { ipAddress: '127.0.0.1', userAgent: 'test' },
  })

  test('in use is not deleted, and the refusal names the posts', async () => {
    const { id } = await ground.world.media(creator, { status: 'ready' })
    await ground.world.post(creator, organization, { mediaId: id, title: 'Morning yoga' })
    await expect(deleteMedia(needs, creator.actor, ownOf(id, creator))).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('“Morning yoga”'),
    })
  })

  test('not in use is deleted, and the deletion can be taken back', async () => {
    const { id } = await ground.world.media(creator, { status: 'ready' })
    const own = ownOf(id, creator)
    await expect(deleteMedia(needs, other.actor, ownOf(id, other))).rejects.toMatchObject({
      kind: 'not_found',
    })
    await deleteMedia(needs, creator.actor, own)
    await expect(needs.asActor(creator.actor, (tx) => getMedia(tx, id))).rejects.toMatchObject({
      kind: 'not_found',
    })
    await restoreMedia(needs, creator.actor, own)
    await needs.asActor(creator.actor, (tx) => renameMedia(tx, { ...own, title: 'Evening yoga' }))
    const media = await needs.asActor(creator.actor, (tx) => getMedia(tx, id))
    expect(media.title).toBe('Evening yoga')
  })

  test('that failed is tried again when its creator asks', async () => {
    const { id } = await ground.world.media(creator, { status: 'failed' })
    await expect(requestRetry(needs, other.actor, id)).rejects.toMatchObject({ kind: 'not_found' })
    await requestRetry(needs, creator.actor, id)
    const [row] = await ground.world.query(
      'select status, failure_cause from app.media_items where id = $1',
      [id],
    )
    expect(row).toEqual({ status: 'uploaded', failure_cause: null })
    expect(await jobsFor(id)).toHaveLength(1)
    await expect(requestRetry(needs, creator.actor, id)).rejects.toMatchObject({ kind: 'conflict' })
  })

  test.each(['newest', 'oldest', 'name', 'largest'] as const)(
    'is found once, going through the pages forward and back by %s',
    async (order) => {
      for (let size = 1; size <= 7; size++)
        await ground.world.media(creator, { size: 1 + (size % 3), status: 'ready' })
      const page = (from: { after?: MediaPageKey; before?: MediaPageKey }) =>
        needs.asActor(
          creator.actor,
          (tx) => listMedia(tx, { creatorId: creator.id, state: 'all', order, limit: 3, ...from }),
          'read',
        )
      const first = await page({})
      const second = await page({ after: first.next! })
      const third = await page({ after: second.next! })
      expect(first.previous).toBeUndefined()
      expect(third.next).toBeUndefined()
      const ids = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id))
      expect(new Set(ids).size).toBe(7)
      const back = await page({ before: third.previous! })
      expect(back.items).toEqual(second.items)
      const start = await page({ before: back.previous! })
      expect(start.items).toEqual(first.items)
      expect(start.previous).toBeUndefined()
    },
  )
})
