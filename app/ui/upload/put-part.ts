import { PassingTrouble } from './patience.ts'

/** The signed address is no longer good: ask for another. */
export class AddressExpired extends Error {}

/** A request that moves no byte for this long is given up and tried again. */
const stallMs = 60_000

export type PutPart = {
  readonly url: string
  readonly body: Blob
  readonly onProgress: (sentBytes: number) => void
  readonly signal: AbortSignal | undefined
}

/** Sends one part to storage; answers its ETag. Throws PassingTrouble or AddressExpired. By XHR, which tells of progress. */
export function putPart({ url, body, onProgress, signal }: PutPart): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    let stalled: ReturnType<typeof setTimeout> | undefined
    const moved = () => {
      clearTimeout(stalled)
      stalled = setTimeout(abort, stallMs)
    }
    const fail = (error: unknown) => reject(error instanceof Error ? error : new Error('aborted'))
    request.addEventListener('loadend', () => {
      clearTimeout(stalled)
      signal?.removeEventListener('abort', abort)
    })
    request.upload.addEventListener('progress', (event) => {
      moved()
      onProgress(event.loaded)
    })
    request.addEventListener('error', () => fail(new PassingTrouble(true)))
    request.addEventListener('abort', () => fail(signal?.aborted ? signal.reason : new PassingTrouble(true)))
    request.addEventListener('load', () => {
      const etag = request.getResponseHeader('etag')
      if (request.status >= 200 && request.status < 300) {
        if (etag) resolve(etag)
        else fail(new Error('Storage does not let this page read the ETag of a part (its CORS rules).'))
      } else if (request.status === 403) fail(new AddressExpired('the address expired'))
      else if (request.status >= 500 || request.status === 429 || request.status === 408)
        fail(new PassingTrouble(false))
      else fail(new Error(`storage answered ${request.status}`))
    })
    request.open('PUT', url)
    signal?.addEventListener('abort', abort)
    moved()
    request.send(body)
  })
}
