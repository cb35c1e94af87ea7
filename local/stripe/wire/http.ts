import type { IncomingMessage, ServerResponse } from 'node:http'
import { StripeFault } from './errors.ts'

export type Answer = { status: number; headers: Record<string, string>; body: string }

const maxBytes = 1_000_000

/** The body as text. Refuses with 413 what is larger than a megabyte. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes <= maxBytes) parts.push(part)
  }
  if (bytes > maxBytes) throw new StripeFault(413, { message: 'The request body is larger than a megabyte.' })
  return Buffer.concat(parts).toString('utf8')
}

export function json(status: number, body: object, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body, null, 2),
  }
}

export function html(status: number, body: string): Answer {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  }
  return { status, headers, body }
}

/** Sends the browser elsewhere by GET. */
export function seeOther(location: string): Answer {
  return { status: 303, headers: { location, 'cache-control': 'no-store' }, body: '' }
}

export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
}
