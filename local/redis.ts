import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import type { Processes } from './processes.ts'
import { waitUntil } from './wait.ts'

export type StartRedis = {
  folder: string
  port: number
  /** The redis-server to run. */
  program: string
  processes: Processes
  /** Keeps everything in memory only. */
  throwaway?: boolean
  /** How many numbered databases to offer. */
  databases?: number
}

/** Starts Redis on 127.0.0.1 with an append-only file in `<folder>/redis`; it refuses writes rather than forget keys. */
export async function startRedis(options: StartRedis): Promise<{ url: string; stop(): Promise<void> }> {
  const { folder, port, program, processes, throwaway = false, databases = 16 } = options
  const dataFolder = join(folder, 'redis')
  mkdirSync(dataFolder, { recursive: true })
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: dataFolder,
    save: '',
    appendonly: throwaway ? 'no' : 'yes',
    'maxmemory-policy': 'noeviction',
    databases,
    daemonize: 'no',
  }
  const server = processes.start({
    name: 'redis',
    command: program,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    cwd: dataFolder,
    output: 'log',
  })
  const url = `redis://127.0.0.1:${port}`
  await waitUntil(() => onRedis(url, (client) => client.ping()), server)
  return { url, stop: server.stop }
}

/** Runs one piece of work on a connection of its own. */
export async function onRedis<T>(url: string, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 1 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return await work(client)
  } finally {
    client.disconnect()
  }
}
