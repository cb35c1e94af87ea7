import { randomBytes } from 'node:crypto'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { createTransport } from 'nodemailer'
import { beforeAll, describe, expect, inject, test, vi } from 'vitest'
import type { Mail } from '#local/mail.ts'
import { onDatabase } from '#local/postgres.ts'
import { onRedis } from '#local/redis.ts'
import { mailKinds } from '#domain/notice/mail-kinds.ts'
import { cloneDatabase } from '../support/stack.ts'

const stack = inject('stack')
const { s3: address, mailbox, smtp } = stack.outside
const browser = { Origin: 'http://localhost:3000' }
const Bucket = address.buckets.media

function client(secretAccessKey: string) {
  return new S3Client({
    endpoint: address.endpoint,
    region: address.region,
    forcePathStyle: true,
    credentials: { accessKeyId: address.accessKeyId, secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
}

describe('storage', () => {
  const s3 = client(address.secretAccessKey)
  const Key = `films/a film ${randomBytes(4).toString('hex')}.mp4`
  const partSize = 8 * 1024 * 1024
  const film = randomBytes(3 * partSize)
  const read = (expiresIn = 60) => getSignedUrl(s3, new GetObjectCommand({ Bucket, Key }), { expiresIn })

  beforeAll(async () => {
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'video/mp4' }),
    )
    const Parts = await Promise.all(
      [1, 2, 3].map(async (PartNumber) => {
        const url = await getSignedUrl(s3, new UploadPartCommand({ Bucket, Key, UploadId, PartNumber }))
        const body = film.subarray((PartNumber - 1) * partSize, PartNumber * partSize)
        const response = await fetch(url, { method: 'PUT', body, headers: browser })
        expect(response.headers.get('access-control-expose-headers')).toMatch(/\*|etag/i)
        return { PartNumber, ETag: response.headers.get('etag') ?? '' }
      }),
    )
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }))
  })

  test('a film that a browser uploads in parts is there whole', async () => {
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key }))
    expect(head).toMatchObject({ ContentLength: film.length, ContentType: 'video/mp4' })
  })

  test('a browser on another port reads a range across the seam of two parts', async () => {
    const headers = { ...browser, Range: `bytes=${partSize - 8}-${partSize + 7}` }
    const response = await fetch(await read(), { headers })
    expect(response.status).toBe(206)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('content-range')).toBe(`bytes ${partSize - 8}-${partSize + 7}/${film.length}`)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(film.subarray(partSize - 8, partSize + 8))
  })

  test('a browser is told that it may send parts and ask for ranges', async () => {
    const headers = {
      ...browser,
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers': 'content-type,range',
    }
    const response = await fetch(await read(), { method: 'OPTIONS', headers })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-methods')).toContain('PUT')
    expect(response.headers.get('access-control-allow-headers')).toMatch(/content-type.*range/)
  })

  test('nothing is read without a signature, with a forged one, for another film or by another method', async () => {
    const url = await read()
    const stranger = client('not the secret')
    const statusOf = async (address: string, method = 'GET') => (await fetch(address, { method })).status
    expect(await statusOf(url.split('?')[0] ?? '')).toBeGreaterThanOrEqual(400)
    expect(await statusOf(url.replace(/(X-Amz-Signature=)[0-9a-f]{8}/, '$100000000'))).toBe(403)
    expect(await statusOf(await getSignedUrl(stranger, new GetObjectCommand({ Bucket, Key })))).toBe(403)
    expect(await statusOf(url.replace('a%20film', 'b%20film'))).toBe(403)
    expect(await statusOf(url, 'DELETE')).toBe(403)
    expect(await statusOf(url)).toBe(200)
  })

  test('a link dies when its time is over', async () => {
    const url = await read(1)
    await vi.waitFor(async () => expect((await fetch(url)).status).toBe(403), {
      timeout: 5_000,
      interval: 200,
    })
  })

  test('an upload has to be of the size and type that were signed', async () => {
    const put = new PutObjectCommand({
      Bucket,
      Key: 'captions.vtt',
      ContentType: 'text/vtt',
      ContentLength: 5,
    })
    const signableHeaders = new Set(['content-type', 'content-length'])
    const url = await getSignedUrl(s3, put, { expiresIn: 60, signableHeaders })
    const send = async (body: string, type: string) =>
      (await fetch(url, { method: 'PUT', body, headers: { 'content-type': type } })).status
    expect(await send('12345', 'text/html')).toBe(403)
    expect(await send('123456', 'text/vtt')).toBe(403)
    expect(await send('12345', 'text/vtt')).toBe(200)
  })

  test('objects are listed page by page and removed together', async () => {
    const keys = ['pages/1', 'pages/2', 'pages/3']
    await Promise.all(keys.map((Key) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))))
    const first = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'pages/', MaxKeys: 2 }))
    expect(first.Contents?.map(({ Key }) => Key)).toEqual(keys.slice(0, 2))
    const ContinuationToken = first.NextContinuationToken
    const second = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'pages/', ContinuationToken }))
    expect(second.Contents?.map(({ Key }) => Key)).toEqual(keys.slice(2))

    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })) } }))
    expect((await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'pages/' }))).KeyCount).toBe(0)
  })

  test('an upload given up leaves nothing', async () => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'given-up' }))
    await s3.send(new UploadPartCommand({ Bucket, Key: 'given-up', UploadId, PartNumber: 1, Body: 'part' }))
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'given-up', UploadId }))
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'given-up' }))).rejects.toMatchObject({
      name: 'NotFound',
    })
  })
})

describe('mailbox', () => {
  const mailsTo = async (to: string) =>
    (await (await fetch(`${mailbox}/api/mails?to=${encodeURIComponent(to)}`)).json()) as Mail[]

  test('a mail arrives with its text, its page and its links, newest first', async () => {
    const to = `Nora.${randomBytes(4).toString('hex')}@codex.test`
    const transport = createTransport(smtp)
    await transport.sendMail({
      from: 'Codex <no-reply@codex.test>',
      to,
      subject: 'First',
      text: 'See https://codex.test/a.',
    })
    const link = 'https://codex.test/confirm?token=1&amp;again=2'
    await transport.sendMail({
      from: 'Codex <no-reply@codex.test>',
      to,
      subject: 'Grüße',
      text: 'Hello Nora',
      html: `<p><a href="${link}">Confirm</a></p>`,
    })
    transport.close()

    const [second, first, ...rest] = await mailsTo(to)
    expect(rest).toEqual([])
    expect(first).toMatchObject({ subject: 'First', links: ['https://codex.test/a'] })
    expect(second).toMatchObject({
      from: 'no-reply@codex.test',
      to: [to.toLowerCase()],
      subject: 'Grüße',
      links: ['https://codex.test/confirm?token=1&again=2'],
    })
    expect(second?.text.trim()).toBe('Hello Nora')
    expect(await (await fetch(`${mailbox}/mails/${second?.id}/html`)).text()).toContain('Confirm')
    expect(await (await fetch(`${mailbox}/`)).text()).toContain('Grüße')
    expect(await mailsTo('somebody-else@codex.test')).toEqual([])
  })

  test('an example of every kind of mail can be looked at, as HTML and as text', async () => {
    const read = async (path: string) => (await fetch(`${mailbox}${path}`)).text()
    const list = await read('/examples')
    for (const kind of mailKinds) expect(list).toContain(`href="/examples/${kind}"`)
    expect(await read('/examples/support_access')).toContain('<iframe title="The mail"')
    expect(await read('/examples/support_access')).toContain('Who: Ada Owner')
    expect(await read('/examples/support_access/html')).toContain('Ada Owner</strong>')
    expect((await fetch(`${mailbox}/examples/birthday`)).status).toBe(404)
  })
})

describe('databases', () => {
  test('a clone has the tables of the template and shares nothing with another clone', async () => {
    const [one, other] = await Promise.all([cloneDatabase(stack), cloneDatabase(stack)])
    const count = (url: string) =>
      onDatabase(
        url,
        async (db) =>
          (await db.query("select 1 from pg_class where relnamespace = 'app'::regnamespace")).rowCount,
      )
    expect(await count(one.urls.admin)).toBeGreaterThan(0)
    expect(await count(one.urls.admin)).toBe(await count(other.urls.admin))

    await onDatabase(one.urls.admin, (db) => db.query('create table mark (id int)'))
    const seen = await onDatabase(other.urls.admin, (db) =>
      db.query("select to_regclass('public.mark') as mark"),
    )
    expect(seen.rows).toEqual([{ mark: null }])
    await onRedis(one.redis, (redis) => redis.set('mark', '1'))
    expect(await onRedis(other.redis, (redis) => redis.get('mark'))).toBeNull()
    await Promise.all([one.drop(), other.drop()])
  })
})
