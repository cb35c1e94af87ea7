import { mediaChannel, readAnnouncement, type Announcement } from '#domain/transcode/work/media-channel.ts'
import type { MediaProgress } from '#domain/transcode/work/media-progress.ts'
import type { Needs } from '#platform/needs.ts'
import { connectRedisPatiently } from '#platform/redis.ts'

type Listener = (announcement: Announcement) => void
type Hub = { listen(listener: Listener): () => void; isConnected(): boolean }

const hubKey = Symbol.for('codex.live-media')
const held = globalThis as { [hubKey]?: Hub }

/** The one subscription of this process, however many pages are open and however often modules are loaded anew. */
function hubOf({ env, log }: Pick<Needs, 'env' | 'log'>): Hub {
  return (held[hubKey] ??= openHub(env, log))
}

function openHub(env: Needs['env'], log: Needs['log']): Hub {
  const listeners = new Set<Listener>()
  const redis = connectRedisPatiently(env, log)
  redis.on('message', (_channel: string, message: string) => {
    const announcement = readAnnouncement(message)
    if (announcement) for (const listener of listeners) listener(announcement)
  })
  redis
    .subscribe(mediaChannel(env))
    .catch((error: unknown) => log.warn({ reason: String(error) }, 'live pages cannot listen to changes'))
  return {
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    isConnected: () => redis.status === 'ready',
  }
}

type LiveMedia = {
  readonly needs: Pick<Needs, 'env' | 'log'>
  readonly personId: string
  /** Reads what the person may see, anew. */
  readonly read: () => Promise<MediaProgress[]>
  readonly signal: AbortSignal
}

const leastMs = 500
const pingMs = 15_000
const withoutRedisMs = 5000
/** A look at everything: posts may use other media since. */
const refreshMs = 30_000
/** The browser comes back by itself, and is asked anew who it is. */
const longestMs = 10 * 60_000

/** Server-sent events: first everything as `media`, then the rows that changed, and as `gone` the ids that left. */
export function liveMedia({ needs, personId, read, signal }: LiveMedia): Response {
  const hub = hubOf(needs)
  const encoder = new TextEncoder()
  let stop = () => {}
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const sent = new Map<string, string>()
      let isOver = false
      let isNews = false
      let reading = false
      let readAt = 0
      const write = (text: string) => {
        if (!isOver) controller.enqueue(encoder.encode(text))
      }
      const send = (event: string, data: unknown) =>
        write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
      const look = async () => {
        if (reading || isOver) return
        reading = true
        isNews = false
        const isFirst = readAt === 0
        readAt = Date.now()
        try {
          const items = await read()
          const changed = items.filter((item) => sent.get(item.id) !== JSON.stringify(item))
          const gone = [...sent.keys()].filter((id) => !items.some((item) => item.id === id))
          for (const item of changed) sent.set(item.id, JSON.stringify(item))
          for (const id of gone) sent.delete(id)
          if (changed.length > 0 || isFirst) send('media', changed)
          if (gone.length > 0) send('gone', gone)
        } catch (error) {
          needs.log.warn({ reason: String(error) }, 'a live page could not be told of changes')
        } finally {
          reading = false
        }
      }
      const unlisten = hub.listen(({ mediaId, creatorId }) => {
        if (creatorId === personId || sent.has(mediaId)) isNews = true
      })
      const timer = setInterval(() => {
        const age = Date.now() - readAt
        if (isNews || age > (hub.isConnected() ? refreshMs : withoutRedisMs)) void look()
      }, leastMs)
      const ping = setInterval(() => write(': ping\n\n'), pingMs)
      const end = () => {
        if (isOver) return
        stop()
        controller.close()
      }
      const longest = setTimeout(end, longestMs)
      stop = () => {
        isOver = true
        unlisten()
        clearInterval(timer)
        clearInterval(ping)
        clearTimeout(longest)
      }
      signal.addEventListener('abort', end, { once: true })
      if (signal.aborted) return end()
      write('retry: 2000\n\n')
      await look()
    },
    // Whoever cancels has closed it.
    cancel: () => stop(),
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'private, no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}
