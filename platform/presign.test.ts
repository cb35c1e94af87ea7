import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { presignerFor, type SigningPlace } from './presign.ts'

const endpoints = [
  'http://127.0.0.1:9000/cdn-cgi/local/r2/s3',
  'https://account.r2.cloudflarestorage.com/',
  'https://storage.example:443',
  'http://[::1]:9000/a%20b',
] as const

const bucket = 'codex-media-development'

function signersAt(endpoint: string, secrets: Partial<SigningPlace> = {}) {
  const place = { endpoint, region: 'auto', accessKeyId: 'AKID', secretAccessKey: 'secret', ...secrets }
  const client = new S3Client({
    ...place,
    credentials: place,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const bySdk = (key: string, expiresIn: number, signingDate: Date) =>
    getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn, signingDate })
  return { presign: presignerFor(place), bySdk }
}

const signers = endpoints.map((endpoint) => signersAt(endpoint))
const date = new Date('2026-03-01T23:59:59.999Z')

test.each([
  'org/media/v1/720p.mp4',
  'a b/ü/日本/😀.mp4',
  `quotes'"(*)!~,;:@&=+$?#[]{}|\\^\`<>`,
  '/leading//double/and/trailing/',
  './a/../b/.',
  'already%20escaped%2f+',
])('an address of "%s" is the one the SDK makes', async (key) => {
  for (const { presign, bySdk } of signers) {
    expect(presign(bucket, key, 3600, date)).toBe(await bySdk(key, 3600, date))
  }
})

test('an address of any key at any time is the one the SDK makes', async () => {
  const anyKey = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
    fc.array(fc.webPath({ size: 'small' }), { minLength: 1 }).map((parts) => `k${parts.join('/')}`),
  )
  const anyTime = fc.date({ min: new Date('2001-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...signers),
      anyKey,
      fc.integer({ min: 1, max: 604_800 }),
      anyTime,
      async ({ presign, bySdk }, key, seconds, time) => {
        expect(presign(bucket, key, seconds, time)).toBe(await bySdk(key, seconds, time))
      },
    ),
    { numRuns: 300 },
  )
})

test('unusual credentials and regions are signed as the SDK signs them', async () => {
  const secrets = { accessKeyId: 'AK/ID+é', secretAccessKey: 'ß/+=', region: 'eu-central-1' }
  const { presign, bySdk } = signersAt(endpoints[0], secrets)
  expect(presign(bucket, 'key', 60, date)).toBe(await bySdk('key', 60, date))
})

test('after midnight the next day signs with its own key, and the day before still with its own', async () => {
  const { presign, bySdk } = signers[0]!
  for (const day of ['2026-03-01T23:59:59Z', '2026-03-02T00:00:00Z', '2026-03-01T23:59:59Z']) {
    expect(presign(bucket, 'key', 60, new Date(day))).toBe(await bySdk('key', 60, new Date(day)))
  }
})

test('an address of no key, which would list the bucket, or for longer than a week, is refused', () => {
  const { presign } = signers[0]!
  const refused = [
    ['', 60],
    ['key', 604_801],
    ['key', Number.NaN],
  ] as const
  for (const [key, seconds] of refused) {
    expect(() => presign(bucket, key, seconds, date)).toThrow(RangeError)
  }
})
