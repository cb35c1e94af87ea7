import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Queue } from 'bullmq'
import { abortUpload } from '#domain/media/abort-upload.ts'
import { completeUpload } from '#domain/media/complete-upload.ts'
import { expireUploadsHandler } from '#domain/media/jobs/expire-uploads.handler.ts'
import { linkOriginal } from '#domain/media/link-original.ts'
import type { MediaNeeds } from '#domain/media/media-needs.ts'
import { countMedia, getMedia } from '#domain/media/queries.ts'
import { recordPart } from '#domain/media/record-part.ts'
import { requestRetry } from '#domain/media/request-retry.ts'
import { maxOpenUploads } from '#domain/media/rules.ts'
import { signPart } from '#domain/media/sign-part.ts'
import { startUpload, type StartUpload } from '#domain/media/start-upload.ts'
import { findResumable, listParts } from '#domain/media/upload-queries.ts'
import { createJobQueue } from '#platform/jobs.ts'
import { createLogger } from '#platform/log.ts'
import { connectRedis } from '#platform/redis.ts'
import { drawClip } from '#tests/support/media.ts'
import { wire, type Wiring } from '#tests/support/wiring.ts'
import { openWorld, type Organization, type Person, type World } from '#tests/support/world.ts'

const mebibyte = 1024 ** 2
const day = 24 * 3600_000

let wiring: Wiring
let world: World
let needs: MediaNeeds
let creator: Person
let other: Person
let organization: Organization
let queue: Queue

beforeAll(async () => {
  wiring = await wire()
  world = await openWorld(wiring.database)
  needs = { ...wiring.needs, asActor: wiring.asActor }
  queue = new Queue('prepare', {
    connection: { url: wiring.env.REDIS_URL },
    prefix: wiring.env.REDIS_PREFIX,
  })
})

beforeEach(async () => {
  creator = await world.person('Maya', 'creator')
  other = await world.person('Omar', 'creator')
  organization = await world.organization(creator)
  await world.organization(other)
})

afterAll(async () => {
  await queue.close()
  await world.close()
  await wiring.close()
})

/** Bytes that begin like an MP4 file. */
function film(bytes: number): Buffer {
  const whole = randomBytes(bytes)
  Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2', 'latin1').copy(whole)
  return whole
}

const proposed = (file: Buffer, given: Partial<StartUpload> = {}): StartUpload => ({
  creatorId: creator.id,
  filename: 'film.mp4',
  contentType: 'video/mp4',
  sizeBytes: file.length,
  fingerprint: randomBytes(16).toString('hex'),
  ...given,
})

const start = async (file: Buffer, given: Partial<StartUpload> = {}) =>
  (await startUpload(needs, creator.actor, proposed(file, given))).upload

const part = (file: Buffer, number: number) =>
  file.subarray((number - 1) * 8 * mebibyte, number * 8 * mebibyte)

async function send(uploadId: string, file: Buffer, partNumber: number): Promise<void> {
  const { url } = await signPart(needs, creator.actor, { uploadId, partNumber })
  const body = part(file, partNumber)
  const answer = await fetch(url, { method: 'PUT', body: new Uint8Array(body) })
  expect(answer.status).toBe(200)
  const etag = answer.headers.get('etag')!
  await recordPart(needs, creator.actor, { uploadId, partNumber, etag, sizeBytes: body.length })
}

async function sendAll(uploadId: string, file: Buffer): Promise<void> {
  const numbers = Array.from({ length: Math.ceil(file.length / (8 * mebibyte)) }, (_, index) => index + 1)
  await Promise.all(numbers.map((number) => send(uploadId, file, number)))
}

const complete = (uploadId: string) => completeUpload(needs, creator.actor, uploadId)
/** An upload whose request died between storage's answer and our note of it. */
async function putTogether() {
  const file = film(1000)
  const upload = await start(file)
  await sendAll(upload.id, file)
  const parts = await needs.asActor(creator.actor, (tx) => listParts(tx, upload.id))
  await needs.storage.completeMultipart({ bucket: 'media', key: upload.key }, upload.storageUploadId, parts)
  return upload
}
const mediaRow = async (mediaId: string) =>
  (await world.query('select * from app.media_items where id = $1', [mediaId]))[0]!
const uploadRow = async (uploadId: string) =>
  (await world.query('select * from app.uploads where id = $1', [uploadId]))[0]!
const jobsFor = async (mediaId: string) =>
  (await queue.getJobs()).filter(({ data }: { data: { mediaId?: string } }) => data.mediaId === mediaId)

describe('an upload', () => {
  test('in three parts arrives whole, byte for byte, and owes one transcoding', async () => {
    const file = film(17 * mebibyte + 1)
    const upload = await start(file, { filename: '../../../escape/Ünïcode film.mp4' })
    expect(upload.key).toBe(`${creator.id}/originals/${upload.mediaId}/escape-Ünïcode film.mp4`)
    await sendAll(upload.id, file)

    await expect(complete(upload.id)).resolves.toEqual({
      mediaId: upload.mediaId,
      status: 'uploaded',
      failure: null,
    })

    expect(await mediaRow(upload.mediaId)).toMatchObject({ status: 'uploaded', stage: 'queued' })
    expect(await uploadRow(upload.id)).toMatchObject({ status: 'completed' })
    expect(await jobsFor(upload.mediaId)).toHaveLength(1)
    const stored = await needs.storage.getBytes({ bucket: 'media', key: upload.key }, 0, file.length)
    expect(Buffer.from(stored).equals(file)).toBe(true)
  })

  test('of a real, small clip goes in one part', async () => {
    const file = await readFile(await drawClip({ seconds: 1 }))
    const upload = await start(file)
    await sendAll(upload.id, file)
    await expect(complete(upload.id)).resolves.toMatchObject({ status: 'uploaded' })
  })

  test('completed twice, and by many at once, owes one transcoding', async () => {
    const file = film(9 * mebibyte)
    const upload = await start(file)
    await sendAll(upload.id, file)
    const answers = await Promise.all([complete(upload.id), complete(upload.id), complete(upload.id)])
    answers.push(await complete(upload.id))
    for (const answer of answers)
      expect(answer).toEqual({ mediaId: upload.mediaId, status: 'uploaded', failure: null })
    expect(await jobsFor(upload.mediaId)).toHaveLength(1)
  })

  test('with missing parts is told their numbers, and can go on', async () => {
    const file = film(17 * mebibyte)
    const upload = await start(file)
    await send(upload.id, file, 2)
    await expect(complete(upload.id)).rejects.toMatchObject({
      kind: 'conflict',
      reason: 'parts_missing',
      fields: { parts: ['1', '3'] },
    })
    await send(upload.id, file, 1)
    await send(upload.id, file, 3)
    await expect(complete(upload.id)).resolves.toMatchObject({ status: 'uploaded' })
  })

  test('whose parts storage does not know as they were told asks for them again', async () => {
    const file = film(9 * mebibyte)
    const upload = await start(file)
    await sendAll(upload.id, file)
    await recordPart(needs, creator.actor, {
      uploadId: upload.id,
      partNumber: 1,
      etag: '"0123456789abcdef0123456789abcdef"',
      sizeBytes: 8 * mebibyte,
    })
    await expect(complete(upload.id)).rejects.toMatchObject({
      kind: 'conflict',
      fields: { parts: ['1', '2'] },
    })
    await sendAll(upload.id, file)
    await expect(complete(upload.id)).resolves.toMatchObject({ status: 'uploaded' })
  })

  test('is found again after a reload, with the parts that have arrived', async () => {
    const file = film(17 * mebibyte)
    const asked = proposed(file)
    const { upload } = await startUpload(needs, creator.actor, asked)
    await send(upload.id, file, 1)
    const again = await startUpload(needs, creator.actor, asked)
    expect(again.upload.id).toBe(upload.id)
    expect(again.parts).toMatchObject([{ partNumber: 1, sizeBytes: 8 * mebibyte }])
    const now = new Date()
    const found = await needs.asActor(creator.actor, (tx) =>
      findResumable(tx, { creatorId: creator.id, fingerprint: asked.fingerprint, now }),
    )
    expect(found?.id).toBe(upload.id)
  })

  test('started by two tabs at once is one upload', async () => {
    const asked = proposed(film(100))
    const started = await Promise.all([1, 2, 3].map(() => startUpload(needs, creator.actor, asked)))
    expect(new Set(started.map(({ upload }) => upload.id)).size).toBe(1)
    expect(await needs.asActor(creator.actor, (tx) => countMedia(tx, creator.id))).toMatchObject({ all: 1 })
  })

  test('that was cancelled leaves nothing and takes nothing more', async () => {
    const file = film(9 * mebibyte)
    const upload = await start(file)
    const { url } = await signPart(needs, creator.actor, { uploadId: upload.id, partNumber: 2 })
    await send(upload.id, file, 1)
    await abortUpload(needs, creator.actor, upload.id)
    await abortUpload(needs, creator.actor, upload.id)
    const late = await fetch(url, { method: 'PUT', body: new Uint8Array(part(file, 2)) })
    expect(late.ok).toBe(false)
    await expect(complete(upload.id)).rejects.toMatchObject({ kind: 'conflict', reason: 'upload_cancelled' })
    await expect(needs.asActor(creator.actor, (tx) => getMedia(tx, upload.mediaId))).rejects.toMatchObject({
      kind: 'not_found',
    })
    expect(await needs.storage.head({ bucket: 'media', key: upload.key })).toBeUndefined()
  })

  test('that storage has put together, but nobody could say so, leaves nothing when it is cancelled', async () => {
    const upload = await putTogether()
    await abortUpload(needs, creator.actor, upload.id)
    expect(await needs.storage.head({ bucket: 'media', key: upload.key })).toBeUndefined()
  })

  test('that is complete can no longer be cancelled', async () => {
    const file = film(1000)
    const upload = await start(file)
    await sendAll(upload.id, file)
    await complete(upload.id)
    await expect(abortUpload(needs, creator.actor, upload.id)).rejects.toMatchObject({ kind: 'conflict' })
    expect(await mediaRow(upload.mediaId)).toMatchObject({ status: 'uploaded', deleted_at: null })
  })

  test('gives its original to its creator alone, staff of the organization not included', async () => {
    const file = film(1000)
    const upload = await start(file)
    await sendAll(upload.id, file)
    await complete(upload.id)
    const { mediaId } = upload
    await world.post(creator, organization, { mediaId })
    const admin = await world.person('Ada', 'creator')
    await world.join(organization, admin, 'admin')
    await expect(needs.asActor(admin.actor, (tx) => getMedia(tx, mediaId))).resolves.toMatchObject({
      id: mediaId,
    })
    for (const { id, actor } of [admin, other])
      await expect(linkOriginal(needs, actor, { mediaId, creatorId: id })).rejects.toMatchObject({
        kind: 'not_found',
      })
    const link = await linkOriginal(needs, creator.actor, { mediaId, creatorId: creator.id })
    const answer = await fetch(link)
    expect(answer.headers.get('content-disposition')).toContain('film.mp4')
    expect(Buffer.from(await answer.arrayBuffer()).equals(file)).toBe(true)
  })
})

describe('what is refused', () => {
  test.each([
    [{ filename: 'notes.txt', contentType: 'text/plain' }, 'wrong_type'],
    [{ filename: 'film.mp4', contentType: 'text/html' }, 'wrong_type'],
    [{ sizeBytes: 0 }, 'empty'],
    [{ sizeBytes: 51 * 1024 ** 3 }, 'too_large'],
  ])('a file of a wrong type or size, before anything is made: %j', async (given, reason) => {
    await expect(start(film(100), given)).rejects.toMatchObject({ kind: 'invalid', reason })
    expect(await needs.asActor(creator.actor, (tx) => countMedia(tx, creator.id))).toMatchObject({ all: 0 })
  })

  test('an upload by somebody who makes nothing anywhere', async () => {
    const customer = await world.person('Cleo')
    const asked = proposed(film(100), { creatorId: customer.id })
    await expect(startUpload(needs, customer.actor, asked)).rejects.toMatchObject({ kind: 'forbidden' })
  })

  test('an upload in the name of another creator', async () => {
    const asked = proposed(film(100), { creatorId: other.id })
    await expect(startUpload(needs, creator.actor, asked)).rejects.toThrow()
    expect(await world.query('select 1 from app.media_items where creator_id = $1', [other.id])).toEqual([])
  })

  test('more unfinished uploads than one person may have', async () => {
    const { upload } = await startUpload(needs, creator.actor, proposed(film(100)))
    await world.query(
      `insert into app.uploads (media_item_id, creator_id, storage_upload_id, key, content_type, size_bytes, part_size_bytes, fingerprint, expires_at)
       select media_item_id, creator_id, 'x', key, content_type, size_bytes, part_size_bytes, 'other-' || n, expires_at
       from app.uploads, generate_series(2, $2) n where id = $1`,
      [upload.id, maxOpenUploads],
    )
    await expect(start(film(100))).rejects.toMatchObject({ kind: 'too_many' })
  })

  test('a part of other bytes than were signed, by storage itself', async () => {
    const file = film(9 * mebibyte)
    const upload = await start(file)
    const { url, bytes } = await signPart(needs, creator.actor, { uploadId: upload.id, partNumber: 2 })
    expect(bytes).toBe(mebibyte)
    for (const length of [mebibyte - 1, mebibyte + 1, 8 * mebibyte]) {
      // Storage may hang up on a body that it has refused.
      const answer = await fetch(url, { method: 'PUT', body: new Uint8Array(length) }).catch(() => undefined)
      expect(answer?.status ?? 403).toBe(403)
    }
    await expect(
      recordPart(needs, creator.actor, { uploadId: upload.id, partNumber: 2, etag: '"x"', sizeBytes: 5 }),
    ).rejects.toMatchObject({ kind: 'invalid' })
  })

  test('part numbers that the file does not have', async () => {
    const upload = await start(film(9 * mebibyte))
    for (const partNumber of [0, 3, 10_001])
      await expect(signPart(needs, creator.actor, { uploadId: upload.id, partNumber })).rejects.toMatchObject(
        {
          kind: 'not_found',
        },
      )
  })

  test("every step of another creator's upload: it does not exist", async () => {
    const file = film(1000)
    const upload = await start(file)
    const uploadId = upload.id
    const steps = [
      signPart(needs, other.actor, { uploadId, partNumber: 1 }),
      recordPart(needs, other.actor, { uploadId, partNumber: 1, etag: '"x"', sizeBytes: 1000 }),
      completeUpload(needs, other.actor, uploadId),
      abortUpload(needs, other.actor, uploadId),
      signPart(needs, { kind: 'guest' }, { uploadId, partNumber: 1 }),
    ]
    for (const step of await Promise.allSettled(steps))
      expect(step).toMatchObject({ status: 'rejected', reason: { kind: 'not_found' } })
    expect(await needs.asActor(other.actor, (tx) => listParts(tx, uploadId))).toEqual([])
    expect(await uploadRow(uploadId)).toMatchObject({ status: 'open' })
  })

  test('text under the name of a film: the item fails with words, and the bytes are kept', async () => {
    const file = Buffer.from('#EXTM3U\nfile:///etc/passwd\n'.repeat(100))
    const upload = await start(file)
    await sendAll(upload.id, file)
    await expect(complete(upload.id)).resolves.toMatchObject({ status: 'failed' })
    const media = await needs.asActor(creator.actor, (tx) => getMedia(tx, upload.mediaId))
    expect(media).toMatchObject({ status: 'failed', failureCause: 'not_media', uploadedAt: null })
    expect(media.failureMessage).toContain('not a video or audio file')
    expect(await jobsFor(upload.mediaId)).toEqual([])
    expect(await needs.storage.head({ bucket: 'media', key: upload.key })).toMatchObject({
      bytes: file.length,
    })
    await expect(requestRetry(needs, creator.actor, upload.mediaId)).rejects.toMatchObject({
      kind: 'conflict',
    })
  })
})

describe('when things break', () => {
  test('an upload completes within two seconds while Redis is away, and is left for the sweep', async () => {
    const log = createLogger({ ...wiring.env, LOG_LEVEL: 'silent' }, 'test')
    const redis = connectRedis({ REDIS_URL: 'redis://127.0.0.1:9' }, log)
    const jobs = createJobQueue(wiring.env, redis, log)
    const file = film(1000)
    const upload = await start(file)
    await sendAll(upload.id, file)
    const began = performance.now()
    const answer = await completeUpload({ ...needs, jobs }, creator.actor, upload.id)
    const tookMs = performance.now() - began
    await jobs.close()
    redis.disconnect()
    expect(answer).toEqual({ mediaId: upload.mediaId, status: 'uploaded', failure: null })
    expect(tookMs).toBeLessThan(2000)
    expect(await mediaRow(upload.mediaId)).toMatchObject({ status: 'uploaded', stage: 'queued' })
  })

  test('an abandoned upload is thrown away, its row expired and its place given back', async () => {
    const file = film(9 * mebibyte)
    const upload = await start(file)
    await send(upload.id, file, 1)
    const fresh = await start(film(100))
    const unsaid = await putTogether()
    const later = new Date(Date.now() + 7 * day - 60_000)
    await world.query(`update app.uploads set expires_at = now() where id = any ($1)`, [
      [upload.id, unsaid.id],
    ])

    const context = { signal: new AbortController().signal, log: needs.log, jobId: 'x', attempt: 1 }
    const handler = expireUploadsHandler({
      ...needs,
      asActor: wiring.asWorker,
      clock: { now: () => new Date() },
    })
    await handler.run({}, context)

    expect(await uploadRow(upload.id)).toMatchObject({ status: 'expired' })
    expect((await mediaRow(upload.mediaId)).deleted_at).not.toBeNull()
    expect(await needs.storage.head({ bucket: 'media', key: unsaid.key })).toBeUndefined()
    expect(await uploadRow(fresh.id)).toMatchObject({ status: 'open' })
    expect((await uploadRow(fresh.id)).expires_at as Date).toSatisfy((at: Date) => at > later)
    await expect(
      signPart(needs, creator.actor, { uploadId: upload.id, partNumber: 2 }),
    ).rejects.toMatchObject({
      kind: 'conflict',
      reason: 'upload_expired',
    })
    await expect(
      needs.storage.completeMultipart({ bucket: 'media', key: upload.key }, upload.storageUploadId, [
        { partNumber: 1, etag: '"x"' },
      ]),
    ).rejects.toThrow()
  })
})
