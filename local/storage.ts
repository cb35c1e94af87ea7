import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Processes, Running } from './processes.ts'

export type BucketKind = 'media' | 'resources' | 'assets' | 'platform'
export type Buckets = Record<BucketKind, string>

export type StorageAddress = {
  endpoint: string
  accessKeyId: string
  secretAccessKey: string
  region: string
  buckets: Buckets
}

export type StartStorage = {
  folder: string
  port: number
  accessKeyId: string
  secretAccessKey: string
  /** The end of each bucket's name, as in codex-media-{suffix}. */
  suffix: string
  processes: Processes
}

/** The four buckets of one environment. */
export function bucketNames(suffix: string): Buckets {
  return {
    media: `codex-media-${suffix}`,
    resources: `codex-resources-${suffix}`,
    assets: `codex-assets-${suffix}`,
    platform: `codex-platform-${suffix}`,
  }
}

/**
 * Starts an S3 server that checks signatures (Cloudflare's R2 simulator), with its objects in `<folder>/storage`. It answers
 * browsers on any port of localhost and of names below it, and refuses other origins. Unlike R2 it cannot list parts or unfinished uploads (501), and
 * it answers a multipart upload of unequal parts with NoSuchUpload on completion.
 */
export async function startStorage(
  options: StartStorage,
): Promise<{ address: StorageAddress; stop(): Promise<void> }> {
  const { folder, port, accessKeyId, secretAccessKey, suffix, processes } = options
  const buckets = bucketNames(suffix)
  const dataFolder = join(folder, 'storage')
  mkdirSync(dataFolder, { recursive: true })
  const server = processes.start({
    name: 'storage',
    command: process.execPath,
    args: ['--import', 'tsx', fileURLToPath(new URL('./storage-server.ts', import.meta.url))],
    env: {
      STORAGE_SETTINGS: JSON.stringify({
        port,
        folder: dataFolder,
        buckets: Object.values(buckets),
        accessKeyId,
        secretAccessKey,
      }),
    },
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    output: 'log',
    ipc: true,
  })
  await ready(server)
  const endpoint = `http://127.0.0.1:${port}/cdn-cgi/local/r2/s3`
  return { address: { endpoint, accessKeyId, secretAccessKey, region: 'auto', buckets }, stop: server.stop }
}

function ready({ child, logFile }: Running): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code) => reject(new Error(`The storage simulator ended (${code}). See ${logFile}`)))
  })
}
