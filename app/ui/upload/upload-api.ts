import type { CompletedUpload } from '#domain/media/complete-upload.ts'
import type { SignedPart } from '#domain/media/sign-part.ts'
import { PassingTrouble } from './patience.ts'

export type KnownPart = { readonly partNumber: number; readonly etag: string; readonly sizeBytes: number }
export type KnownUpload = {
  readonly id: string
  readonly mediaId: string
  readonly partSizeBytes: number
  readonly parts: readonly KnownPart[]
}

/** The server said no, in words for the person. */
export class UploadRefused extends Error {
  readonly status: number
  readonly reason: string

  constructor(status: number, reason: string, message: string) {
    super(message)
    this.status = status
    this.reason = reason
  }
}

async function ask<T>(
  method: string,
  path: string,
  body: unknown,
  signal: AbortSignal | undefined,
): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new PassingTrouble(true)
  }
  if (response.status >= 500 || response.status === 408) throw new PassingTrouble(false)
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T
  const said = (await response.json().catch(() => ({}))) as { reason?: string; message?: string }
  const message =
    response.status === 401
      ? 'You were signed out. Sign in again, then try again.'
      : (said.message ?? 'That did not work.')
  throw new UploadRefused(response.status, said.reason ?? 'unknown', message)
}

type Signal = AbortSignal | undefined
export type FileFacts = { filename: string; sizeBytes: number; contentType: string; fingerprint: string }

/** The server's side of uploads. Every call throws PassingTrouble or UploadRefused. */
export const uploadApi = {
  start: (file: FileFacts, signal: Signal) => ask<KnownUpload>('POST', '/api/uploads', file, signal),
  parts: (uploadId: string, signal: Signal) =>
    ask<KnownUpload>('GET', `/api/uploads/${uploadId}/parts`, undefined, signal),
  sign: (uploadId: string, partNumber: number, signal: Signal) =>
    ask<SignedPart>('POST', `/api/uploads/${uploadId}/parts/${partNumber}`, undefined, signal),
  record: (uploadId: string, part: KnownPart, signal: Signal) =>
    ask<void>(
      'PUT',
      `/api/uploads/${uploadId}/parts/${part.partNumber}`,
      { etag: part.etag, sizeBytes: part.sizeBytes },
      signal,
    ),
  complete: (uploadId: string, signal: Signal) =>
    ask<CompletedUpload>('POST', `/api/uploads/${uploadId}/complete`, undefined, signal),
  cancel: (uploadId: string) => ask<void>('DELETE', `/api/uploads/${uploadId}`, undefined, undefined),
}
