import type { Picture } from '#domain/access/rules.ts'
import type { Loudness } from './loudness.ts'

/** What an address of fresh links answers, as far as a player needs it. Seconds. */
export type StreamAnswer = {
  readonly expiresIn: number
  readonly renditions: Readonly<Record<string, { readonly url: string }>>
  readonly pictures: readonly Picture[]
  /** WebVTT of sprites. */
  readonly storyboardUrl: string | null
  /** JSON of peaks. */
  readonly waveformUrl: string | null
  readonly loudness: Loudness | null
}

export type StreamLinks = {
  /** The same address with a signature that lives; asks for new ones when the old are about to die. */
  fresh(address: string): Promise<string>
  /** The last answer, asked for again when its links are about to die. */
  answer(): Promise<StreamAnswer>
  /** Storage refused a link before its time: the next `fresh` asks for new ones. */
  distrust(): void
}

/** The part of a link's life after which it is renewed. */
const renewAfter = 0.75

/**
 * Keeps signed links alive while a long film plays: they are known by the path of their file, and only the signature is
 * exchanged. A renewal that fails for the network's sake is put off as long as the old links live; a refusal is not.
 */
export function createStreamLinks({
  ask,
  now = Date.now,
}: {
  ask: () => Promise<StreamAnswer>
  now?: () => number
}): StreamLinks {
  const signatures = new Map<string, string>()
  let latest: StreamAnswer | undefined
  let renewAt = -Infinity
  let deadAt = -Infinity
  let asking: Promise<void> | undefined

  const renew = async () => {
    const askedAt = now()
    latest = await ask()
    const { expiresIn, renditions } = latest
    for (const { url } of Object.values(renditions)) {
      const { pathname, search } = new URL(url)
      signatures.set(pathname, search)
    }
    renewAt = askedAt + expiresIn * 1000 * renewAfter
    deadAt = askedAt + expiresIn * 1000
  }

  const renewIfDue = async () => {
    if (now() < renewAt) return
    asking ??= renew().finally(() => (asking = undefined))
    try {
      await asking
    } catch (error) {
      if (error instanceof StreamRefused || now() >= deadAt) throw error
    }
  }

  return {
    async fresh(address) {
      await renewIfDue()
      const url = new URL(address)
      url.search = signatures.get(url.pathname) ?? url.search
      return url.href
    },
    async answer() {
      await renewIfDue()
      if (!latest) throw new Error('links live that nobody asked for')
      return latest
    },
    distrust() {
      renewAt = deadAt = -Infinity
    },
  }
}

/** The server said no, in words for the viewer. */
export class StreamRefused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The links of what is shorter than they live: they stay as they are, and nothing travels along. */
export const lastingLinks: StreamLinks = {
  fresh: (address) => Promise.resolve(address),
  answer: () =>
    Promise.resolve({
      expiresIn: Infinity,
      renditions: {},
      pictures: [],
      storyboardUrl: null,
      waveformUrl: null,
      loudness: null,
    }),
  distrust: () => {},
}

/** Asks our own API at `address` for links. Throws StreamRefused with its words. */
export async function askForLinks(address: string): Promise<StreamAnswer> {
  const answer = await fetch(address, { headers: { Accept: 'application/json' } })
  if (answer.ok) return (await answer.json()) as StreamAnswer
  if (answer.status >= 500) throw new Error(`the stream could not be asked for: ${answer.status}`)
  const { message } = (await answer.json().catch(() => ({}))) as { message?: string }
  throw new StreamRefused(answer.status, message ?? 'This cannot be played at the moment.')
}
