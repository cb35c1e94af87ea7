import type { Readable } from 'node:stream'
import { createInterface } from 'node:readline'
import { prettyFactory } from 'pino-pretty'

const colours = { web: 36, worker: 35, seed: 33, migrate: 34 } as const

const plain = !process.stdout.isTTY || Boolean(process.env.NO_COLOR)

/** The text in a terminal colour, or as it is where nobody sees colours. */
export function paint(text: string, code: number): string {
  return plain ? text : `\x1b[${code}m${text}\x1b[0m`
}

const readable = prettyFactory({ colorize: !plain, ignore: 'pid,name,hostname,time', singleLine: true })

/** Copies a process's output to ours, line by line, each with the short name of who said it; log records as sentences. */
export function relay(name: keyof typeof colours, ...streams: (Readable | null)[]): void {
  const prefix = paint(name.padEnd(8), colours[name])
  for (const stream of streams) {
    if (stream)
      createInterface({ input: stream }).on('line', (line) => console.log(`${prefix}${sentence(line)}`))
  }
}

const sentence = (line: string) => (line.startsWith('{"level":') ? readable(line).trimEnd() : line)
