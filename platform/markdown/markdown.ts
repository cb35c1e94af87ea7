import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Env } from '../env.ts'
import type { Logger } from '../log.ts'
import type { Redis } from '../redis.ts'
import { asTyped, rendererVersion, renderMarkdown } from './render.ts'

export type Markdown = {
  /**
   * Markdown as safe HTML. Short texts are rendered at once; longer ones once, beside the process's own thread, and kept. One that
   * is not rendered in time is shown as it was typed.
   */
  readonly toHtml: (markdown: string) => Promise<string>
  close(): Promise<void>
}

/** So many characters take a few milliseconds at worst. */
const shortLength = 2000
/** For one text; the longest of ours takes less than one second. */
const deadlineMs = 2000
const mostWaiting = 50
const keptSeconds = 30 * 24 * 3600

type Options = { readonly env: Pick<Env, 'REDIS_PREFIX'>; readonly redis: Redis; readonly log: Logger }

/** Renders for one process, with a thread that starts with the first long text and is ended when one takes too long. */
export function createMarkdown({ env, redis, log }: Options): Markdown {
  let thread: Worker | undefined
  let waiting = 0
  let queue: Promise<unknown> = Promise.resolve()

  const inThread = (markdown: string): Promise<string | undefined> =>
    new Promise((resolve) => {
      const running = (thread ??= startThread())
      const end = (html: string | undefined) => {
        clearTimeout(timer)
        running.off('message', end).off('error', fail).off('exit', fail)
        resolve(html)
      }
      const fail = () => {
        if (thread === running) thread = undefined
        void running.terminate()
        log.warn({ characters: markdown.length }, 'a text could not be rendered in time')
        end(undefined)
      }
      const timer = setTimeout(fail, deadlineMs)
      running.on('message', end).on('error', fail).on('exit', fail)
      running.postMessage(markdown)
    })

  async function render(markdown: string): Promise<string | undefined> {
    if (waiting >= mostWaiting) return undefined
    waiting += 1
    const mine = queue.then(() => inThread(markdown))
    queue = mine
    return mine.finally(() => (waiting -= 1))
  }

  return {
    async toHtml(markdown) {
      if (markdown.length <= shortLength) return renderMarkdown(markdown)
      const hash = createHash('sha256').update(markdown).digest('base64url')
      const key = `${env.REDIS_PREFIX}:markdown:${rendererVersion}:${hash}`
      const kept = await redis.get(key).catch(() => null)
      if (kept !== null) return kept
      const html = await render(markdown)
      if (html === undefined) return asTyped(markdown)
      await redis.set(key, html, 'EX', keptSeconds).catch(() => {})
      return html
    },
    async close() {
      await thread?.terminate()
    },
  }
}

/** In the source tree it is TypeScript; a build has it beside itself. */
function startThread(): Worker {
  const isSource = import.meta.url.endsWith('.ts')
  const file = new URL(isSource ? './thread.ts' : './markdown-thread.js', import.meta.url)
  const thread = new Worker(file, {
    execArgv: isSource ? ['--import', 'tsx'] : [],
    // It needs nothing of ours to know.
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 128 },
  })
  thread.unref()
  return thread
}
