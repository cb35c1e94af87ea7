import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'

export type FileServer = {
  origin: string
  /** What was asked for, in turn. */
  asked: string[]
  /** Bytes of files that were asked for so far. */
  sentBytes(): number
  close(): void
}

/** Serves files with byte ranges, as a storage does. `fileAt` answers a file's path by its address, or nothing. */
export async function serveFiles(fileAt: (pathname: string) => string | undefined): Promise<FileServer> {
  const asked: string[] = []
  let sent = 0
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const file = fileAt(new URL(request.url ?? '/', 'http://storage').pathname)
    const answer = async () => {
      const size = file === undefined ? undefined : await sizeOf(file)
      if (file === undefined || size === undefined) return void response.writeHead(404).end()
      const [range, from = '0', to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? []
      const start = Number(from)
      if (range && start >= size) return void response.writeHead(416).end()
      const end = to ? Math.min(Number(to), size - 1) : size - 1
      response.writeHead(range ? 206 : 200, {
        'accept-ranges': 'bytes',
        'content-length': String(end - start + 1),
        ...(range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}),
        ...typeOf(file),
      })
      sent += end - start + 1
      if (size === 0) response.end()
      else await pipeline(createReadStream(file, { start, end }), response)
    }
    // Readers hang up as soon as they have what they want.
    answer().catch(() => response.destroy())
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    sentBytes: () => sent,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

const sizeOf = (file: string) =>
  stat(file).then(
    (found) => (found.isFile() ? found.size : undefined),
    () => undefined,
  )

const types: Record<string, string> = {
  html: 'text/html',
  js: 'text/javascript',
  m3u8: 'application/vnd.apple.mpegurl',
  mp4: 'video/mp4',
  vtt: 'text/vtt',
}
function typeOf(file: string): { 'content-type'?: string } {
  const type = types[/\.(\w+)$/.exec(file)?.[1] ?? '']
  return type ? { 'content-type': type } : {}
}
