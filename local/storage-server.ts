import { Miniflare } from 'miniflare'
import { z } from 'zod'

/**
 * The process behind `startStorage`: Cloudflare's own R2 simulator. It ends with its parent, whose death closes the message
 * channel, and takes its runtime along.
 */
const settings = z
  .object({
    port: z.number(),
    folder: z.string(),
    buckets: z.array(z.string()),
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
  })
  .parse(JSON.parse(process.env.STORAGE_SETTINGS ?? '{}'))
const { port, folder, buckets, accessKeyId, secretAccessKey } = settings

const simulator = new Miniflare({
  host: '127.0.0.1',
  port,
  modules: true,
  script: 'export default { fetch: () => new Response("Codex storage", { status: 404 }) }',
  compatibilityDate: '2026-07-01',
  // Pages of `{organization}.localhost` play films too.
  routes: ['*.localhost/*'],
  r2Persist: folder,
  r2Buckets: Object.fromEntries(
    buckets.map((name) => [name, { id: name, s3Credentials: { accessKeyId, secretAccessKey } }]),
  ),
})

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  await simulator.dispose()
  process.exit(0)
}

process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
process.on('disconnect', () => void stop())
await simulator.ready
if (process.connected) process.send?.('ready')
