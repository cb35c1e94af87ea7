import { createSocket } from 'node:dgram'
import type { AddressInfo } from 'node:net'

/** A name server that knows TXT records only (RFC 1035). */
export type NameServer = {
  /** For DNS_SERVER. */
  readonly address: string
  /** The TXT records of a name; an empty list: there is no such name. */
  set(name: string, records: readonly string[]): void
  /** Answers every question with “server failure”, or no more. */
  fail(isFailing: boolean): void
  close(): Promise<void>
}

const noError = 0
const serverFailure = 2
const noSuchName = 3

/** Starts one on a port of its own. */
export async function startNameServer(): Promise<NameServer> {
  const known = new Map<string, readonly string[]>()
  let isFailing = false
  const socket = createSocket('udp4')
  socket.on('message', (question, from) => {
    const records = known.get(nameIn(question)) ?? []
    const code = isFailing ? serverFailure : records.length === 0 ? noSuchName : noError
    socket.send(answerTo(question, code, isFailing ? [] : records), from.port, from.address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  const { port } = socket.address() as AddressInfo
  return {
    address: `127.0.0.1:${port}`,
    set: (name, records) => void known.set(name, records),
    fail: (failing) => void (isFailing = failing),
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}

/** The name that is asked for: labels, each with its length before it, up to an empty one. */
function nameIn(message: Buffer): string {
  const labels: string[] = []
  for (let at = 12; message[at]; at += message[at]! + 1)
    labels.push(message.toString('latin1', at + 1, at + 1 + message[at]!))
  return labels.join('.').toLowerCase()
}

function answerTo(question: Buffer, code: number, records: readonly string[]): Buffer {
  const end = question.indexOf(0, 12) + 5
  const header = Buffer.from(question.subarray(0, 12))
  header.writeUInt16BE(0x8180 | code, 2)
  header.writeUInt16BE(records.length, 6)
  header.writeUInt16BE(0, 8)
  header.writeUInt16BE(0, 10)
  return Buffer.concat([header, question.subarray(12, end), ...records.map(txt)])
}

/** One record: a pointer to the name in the question, type TXT, class IN, and its text in pieces of at most 255 bytes. */
function txt(record: string): Buffer {
  const bytes = Buffer.from(record)
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 255) {
    const piece = bytes.subarray(at, at + 255)
    pieces.push(Buffer.from([piece.length]), piece)
  }
  const data = Buffer.concat(pieces)
  const head = Buffer.alloc(12)
  head.writeUInt16BE(0xc00c, 0)
  head.writeUInt16BE(16, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt32BE(0, 6)
  head.writeUInt16BE(data.length, 10)
  return Buffer.concat([head, data])
}
