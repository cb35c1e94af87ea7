import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { Env } from './env.ts'
import { presignerFor, type PresignGet } from './presign.ts'

export type BucketKind = 'media' | 'resources' | 'assets' | 'platform'

export type ObjectAt = { readonly bucket: BucketKind; readonly key: string }
export type StoredPart = { readonly partNumber: number; readonly etag: string }
export type StoredObject = {
  readonly bytes: number
  readonly contentType: string | undefined
  readonly etag: string | undefined
}

/** Whose network the address is for: browsers, or our own processes. */
export type Audience = 'browser' | 'process'

export type Storage = ReturnType<typeof createStorage>

type StorageEnv = Pick<
  Env,
  | 'S3_ENDPOINT'
  | 'S3_PUBLIC_ENDPOINT'
  | 'S3_REGION'
  | 'S3_ACCESS_KEY_ID'
  | 'S3_SECRET_ACCESS_KEY'
  | 'S3_BUCKET_SUFFIX'
>

/** Object storage by the S3 protocol: the only place that signs addresses. Sizes in bytes, lifetimes in seconds. */
export function createStorage(env: StorageEnv) {
  const clientFor = (endpoint: string) =>
    new S3Client({
      endpoint,
      region: env.S3_REGION,
      credentials: { accessKeyId: env.S3_ACCESS_KEY_ID, secretAccessKey: env.S3_SECRET_ACCESS_KEY },
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      expectContinueHeader: false,
    })
  const client = clientFor(env.S3_ENDPOINT)
  const publicClient = env.S3_PUBLIC_ENDPOINT ? clientFor(env.S3_PUBLIC_ENDPOINT) : client
  const presignerAt = (endpoint: string) =>
    presignerFor({
      endpoint,
      region: env.S3_REGION,
      accessKeyId: env.S3_ACCESS_KEY_ID,
      secretAccessKey: env.S3_SECRET_ACCESS_KEY,
    })
  const presignGet: Record<Audience, PresignGet> = {
    browser: presignerAt(env.S3_PUBLIC_ENDPOINT ?? env.S3_ENDPOINT),
    process: presignerAt(env.S3_ENDPOINT),
  }
  const at = ({ bucket, key }: ObjectAt) => ({ Bucket: `codex-${bucket}-${env.S3_BUCKET_SUFFIX}`, Key: key })

  return {
    /**
     * Starts an upload in parts; answers the storage's own id of it. With `downloadAs`, a plain file name, browsers save
     * the object under that name and never show it.
     */
    async createMultipart(object: ObjectAt, contentType: string, downloadAs?: string): Promise<string> {
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({
          ...at(object),
          ContentType: contentType,
          ...dispositionOf(downloadAs),
        }),
      )
      if (!UploadId) throw new Error('storage gave no upload id')
      return UploadId
    },

    /** An address to PUT one part of exactly `bytes` bytes to: the length is signed, so another one is refused by storage. */
    signPart(
      object: ObjectAt,
      part: { uploadId: string; partNumber: number; bytes: number },
      expiresIn: number,
    ): Promise<string> {
      const command = new UploadPartCommand({
        ...at(object),
        UploadId: part.uploadId,
        PartNumber: part.partNumber,
        ContentLength: part.bytes,
      })
      return getSignedUrl(publicClient, command, {
        expiresIn,
        signableHeaders: new Set(['host', 'content-length']),
      })
    },

    async completeMultipart(object: ObjectAt, uploadId: string, parts: readonly StoredPart[]): Promise<void> {
      const Parts = [...parts]
        .sort((a, b) => a.partNumber - b.partNumber)
        .map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag }))
      await client.send(
        new CompleteMultipartUploadCommand({ ...at(object), UploadId: uploadId, MultipartUpload: { Parts } }),
      )
    },

    /** Throws away the parts of an unfinished upload; an unknown upload is no error. */
    async abortMultipart(object: ObjectAt, uploadId: string): Promise<void> {
      await client
        .send(new AbortMultipartUploadCommand({ ...at(object), UploadId: uploadId }))
        .catch(unlessMissing)
    },

    /** undefined when there is no such object. */
    async head(object: ObjectAt): Promise<StoredObject | undefined> {
      const found = await client.send(new HeadObjectCommand(at(object))).catch(unlessMissing)
      if (!found) return undefined
      return { bytes: found.ContentLength ?? 0, contentType: found.ContentType, etag: found.ETag }
    },

    /** A personal address of an object that dies after `expiresIn` seconds, whatever else happens. */
    async signGet(object: ObjectAt, expiresIn: number, audience: Audience): Promise<string> {
      const { Bucket, Key } = at(object)
      return presignGet[audience](Bucket, Key, expiresIn)
    },

    /** The first `length` bytes from `offset`. */
    async getBytes(object: ObjectAt, offset: number, length: number): Promise<Uint8Array> {
      const answer = await client.send(
        new GetObjectCommand({ ...at(object), Range: `bytes=${offset}-${offset + length - 1}` }),
      )
      return (await answer.Body?.transformToByteArray()) ?? new Uint8Array()
    },

    /** The object, or `length` bytes of it from `offset`; undefined when there is no such object. */
    async getStream(
      object: ObjectAt,
      range?: { readonly offset: number; readonly length: number },
    ): Promise<({ body: Readable } & StoredObject) | undefined> {
      const Range = range && `bytes=${range.offset}-${range.offset + range.length - 1}`
      const found = await client
        .send(new GetObjectCommand({ ...at(object), ...(Range ? { Range } : {}) }))
        .catch(unlessMissing)
      if (!found?.Body) return undefined
      return {
        body: found.Body as Readable,
        bytes: found.ContentLength ?? 0,
        contentType: found.ContentType,
        etag: found.ETag,
      }
    },

    async put(
      object: ObjectAt,
      body: Uint8Array | string,
      contentType: string,
      cacheControl?: string,
    ): Promise<void> {
      await client.send(
        new PutObjectCommand({
          ...at(object),
          Body: body,
          ContentType: contentType,
          ...(cacheControl ? { CacheControl: cacheControl } : {}),
        }),
      )
    },

    /**
     * Writes a file of any size in parts of 16 MB, two at a time; an aborted or failed one leaves nothing behind. With
     * `downloadAs`, a plain file name, browsers save the object under that name and never show it.
     */
    async putFile(
      object: ObjectAt,
      path: string,
      contentType: string,
      signal?: AbortSignal,
      downloadAs?: string,
    ): Promise<void> {
      const { size } = await stat(path)
      const partSize = Math.max(16 * 1024 ** 2, Math.ceil(size / 10_000))
      const options = signal ? { abortSignal: signal } : {}
      if (size <= partSize) {
        const Body = createReadStream(path)
        await client.send(
          new PutObjectCommand({
            ...at(object),
            Body,
            ContentLength: size,
            ContentType: contentType,
            ...dispositionOf(downloadAs),
          }),
          options,
        )
        return
      }
      const uploadId = await this.createMultipart(object, contentType, downloadAs)
      try {
        const numbers = Array.from({ length: Math.ceil(size / partSize) }, (_, index) => index + 1)
        const parts: StoredPart[] = []
        const putNext = async (): Promise<void> => {
          const partNumber = numbers.shift()
          if (partNumber === undefined) return
          const start = (partNumber - 1) * partSize
          const end = Math.min(size, start + partSize) - 1
          const answer = await client.send(
            new UploadPartCommand({
              ...at(object),
              UploadId: uploadId,
              PartNumber: partNumber,
              Body: createReadStream(path, { start, end }),
              ContentLength: end - start + 1,
            }),
            options,
          )
          parts.push({ partNumber, etag: answer.ETag ?? '' })
          return putNext()
        }
        await Promise.all([putNext(), putNext()])
        await this.completeMultipart(object, uploadId, parts)
      } catch (error) {
        await this.abortMultipart(object, uploadId)
        throw error
      }
    },

    /**
     * Writes a stream of unknown length in parts of 8 MB, one at a time; an aborted or failed one leaves nothing behind.
     * Answers its bytes.
     */
    async putStream(
      object: ObjectAt,
      stream: Readable,
      contentType: string,
      { signal, downloadAs }: { signal: AbortSignal; downloadAs?: string },
    ): Promise<number> {
      let bytes = 0
      const counted = async function* () {
        for await (const chunk of stream as AsyncIterable<Uint8Array>) {
          bytes += chunk.length
          yield chunk
        }
      }
      const Body = Readable.from(counted(), { objectMode: false })
      const upload = new Upload({
        client,
        params: { ...at(object), Body, ContentType: contentType, ...dispositionOf(downloadAs) },
        partSize: 8 * 1024 ** 2,
        queueSize: 1,
      })
      const abort = () => void upload.abort()
      signal.addEventListener('abort', abort, { once: true })
      if (signal.aborted) abort()
      try {
        await upload.done()
        return bytes
      } finally {
        signal.removeEventListener('abort', abort)
        Body.destroy()
      }
    },

    async listPrefix(bucket: BucketKind, prefix: string): Promise<string[]> {
      const keys: string[] = []
      let ContinuationToken: string | undefined
      do {
        const { Bucket } = at({ bucket, key: '' })
        const page = await client.send(
          new ListObjectsV2Command({ Bucket, Prefix: prefix, ContinuationToken }),
        )
        keys.push(...(page.Contents ?? []).flatMap((entry) => entry.Key ?? []))
        ContinuationToken = page.NextContinuationToken
      } while (ContinuationToken)
      return keys
    },

    async remove(bucket: BucketKind, keys: readonly string[]): Promise<void> {
      const { Bucket } = at({ bucket, key: '' })
      for (let from = 0; from < keys.length; from += 1000) {
        const Objects = keys.slice(from, from + 1000).map((Key) => ({ Key }))
        await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }))
      }
    },

    async removePrefix(bucket: BucketKind, prefix: string): Promise<void> {
      await this.remove(bucket, await this.listPrefix(bucket, prefix))
    },

    /** Throws when storage cannot be reached or does not know our buckets. */
    async check(): Promise<void> {
      await client.send(new HeadBucketCommand({ Bucket: at({ bucket: 'media', key: '' }).Bucket }))
    },

    close(): void {
      client.destroy()
      publicClient.destroy()
    },
  }
}

const dispositionOf = (downloadAs: string | undefined) =>
  downloadAs ? { ContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent(downloadAs)}` } : {}

function unlessMissing(error: unknown): undefined {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
  if (status === 404) return undefined
  throw error
}

/** What storage objects to when an upload is completed; undefined for anything else, which is storage's own trouble. */
export function storageFault(error: unknown): 'no_such_upload' | 'wrong_parts' | undefined {
  const { name } = error as { name?: string }
  if (name === 'NoSuchUpload') return 'no_such_upload'
  return name === 'InvalidPart' || name === 'InvalidPartOrder' || name === 'EntityTooSmall'
    ? 'wrong_parts'
    : undefined
}
