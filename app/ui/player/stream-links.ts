/** What `/api/content/:id/stream` answers, as far as links go. Seconds. */
export type LinksAnswer = {
  readonly expiresIn: number
  readonly renditions: Readonly<Record<string, { readonly url: string }>>
}

export type StreamLinks = {
  /** The same address with a signature that lives; asks for new ones when the old are about to die. */
  fresh(address: string): Promise<string>
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
  ask: () => Promise<LinksAnswer>
  now?: () => number
}): StreamLinks {
  const signatures = new Map<string, string>()
  let renewAt = -Infinity
  let deadAt = -Infinity
  let asking: Promise<void> | undefined

  const renew = async () => {
    const askedAt = now()
    const { expiresIn, renditions } = await ask()
    for (const { url } of Object.values(renditions)) {
      const { pathname, search } = new URL(url)
      signatures.set(pathname, search)
    }
    renewAt = askedAt + expiresIn * 1000 * renewAfter
    deadAt = askedAt + expiresIn * 1000
  }

  return {
    async fresh(address) {
      if (now() >= renewAt) {
        asking ??= renew().finally(() => (asking = undefined))
        try {
          await asking
        } catch (error) {
          if (error instanceof StreamRefused || now() >= deadAt) throw error
        }
      }
      const url = new URL(address)
      url.search = signatures.get(url.pathname) ?? url.search
      return url.href
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

/** Asks our own API for links. Throws StreamRefused with its words. */
export async function askForLinks(contentId: string): Promise<LinksAnswer> {
  const answer = await fetch(`/api/content/${contentId}/stream`, { headers: { Accept: 'application/json' } })
  if (answer.ok) return (await answer.json()) as LinksAnswer
  if (answer.status >= 500) throw new Error(`the stream could not be asked for: ${answer.status}`)
  const { message } = (await answer.json().catch(() => ({}))) as { message?: string }
  throw new StreamRefused(answer.status, message ?? 'This cannot be played at the moment.')
}
