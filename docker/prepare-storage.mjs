/**
 * Creates the four buckets and lets browsers of APP_URL upload to them, and browsers of organizations' own hosts play from them. For storages whose buckets nobody made
 * yet; safe to repeat. Reads the same variables as the other processes.
 */
import { CreateBucketCommand, HeadBucketCommand, PutBucketCorsCommand, S3Client } from '@aws-sdk/client-s3'

const read = (name, fallback) => {
  const value = process.env[name] || fallback
  if (value === undefined) throw new Error(`${name} is not set.`)
  return value
}

const client = new S3Client({
  endpoint: read('S3_ENDPOINT'),
  region: read('S3_REGION', 'auto'),
  credentials: { accessKeyId: read('S3_ACCESS_KEY_ID'), secretAccessKey: read('S3_SECRET_ACCESS_KEY') },
  forcePathStyle: true,
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
})
const suffix = read('S3_BUCKET_SUFFIX', 'development')

for (const kind of ['media', 'resources', 'assets', 'platform']) {
  const Bucket = `codex-${kind}-${suffix}`
  const exists = await client.send(new HeadBucketCommand({ Bucket })).then(
    () => true,
    (error) => {
      if (error.$metadata?.httpStatusCode === 404) return false
      throw error
    },
  )
  if (!exists) await client.send(new CreateBucketCommand({ Bucket }))
  await client.send(
    new PutBucketCorsCommand({
      Bucket,
      CORSConfiguration: {
        CORSRules: [
          {
            AllowedOrigins: [new URL(read('APP_URL')).origin],
            AllowedMethods: ['PUT'],
            AllowedHeaders: ['*'],
            // Uploads read ETag.
            ExposeHeaders: ['ETag'],
            MaxAgeSeconds: 3600,
          },
          {
            // Films play on organizations' own hosts too: what opens a file is the signature in its address, no cookie.
            AllowedOrigins: ['*'],
            AllowedMethods: ['GET', 'HEAD'],
            AllowedHeaders: ['*'],
            // Players read the range they got.
            ExposeHeaders: ['Content-Length', 'Content-Range'],
            MaxAgeSeconds: 3600,
          },
        ],
      },
    }),
  )
  console.log(`${Bucket} is ${exists ? 'there' : 'made'}`)
}
