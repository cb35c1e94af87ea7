import { createHmac, hash } from 'node:crypto'

export type SigningPlace = {
  /** The storage's address; buckets are folders of it. */
  endpoint: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

/** Signs an address to GET one object by; it dies `expiresIn` seconds after `date`. */
export type PresignGet = (bucket: string, key: string, expiresIn: number, date?: Date) => string

const longestSeconds = 7 * 24 * 3600

/**
 * A signer of addresses that keeps the day's signing key, for answers with hundreds of them. To the byte what the SDK's
 * `getSignedUrl` answers for a GetObject: AWS Signature Version 4, query parameters, unsigned payload
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html).
 */
export function presignerFor({ endpoint, region, accessKeyId, secretAccessKey }: SigningPlace): PresignGet {
  const { protocol, host, pathname } = new URL(endpoint)
  const base = pathname.replace(/\/$/, '')
  let day = ''
  let dayKey: Buffer = Buffer.alloc(0)

  return (bucket, key, expiresIn, date = new Date()) => {
    if (key === '' || !(expiresIn <= longestSeconds))
      throw new RangeError('An address needs a key, and lives for a week at most')
    const time = `${date.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
    const today = time.slice(0, 8)
    if (today !== day) {
      dayKey = [today, region, 's3', 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`))
      day = today
    }
    const scope = `${today}/${region}/s3/aws4_request`
    const path = `${base}/${bucket}/${key.split('/').map(escape).join('/')}`
    // The parameters are in the order of the alphabet; the signature takes its place among them afterwards.
    const before = [
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD',
      `X-Amz-Credential=${escape(`${accessKeyId}/${scope}`)}`,
      `X-Amz-Date=${time}&X-Amz-Expires=${expiresIn}`,
    ].join('&')
    const after = 'X-Amz-SignedHeaders=host&x-id=GetObject'
    const request = `GET\n${path}\n${before}&${after}\nhost:${host}\n\nhost\nUNSIGNED-PAYLOAD`
    const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash('sha256', request)}`
    const signature = hmac(dayKey, toSign).toString('hex')
    return `${protocol}//${host}${path}?${before}&X-Amz-Signature=${signature}&${after}`
  }
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** All but the unreserved characters of RFC 3986. */
const escape = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
