type Waiting = {
  readonly owner: string
  readonly signal: AbortSignal | undefined
  readonly take: () => void
}

/**
 * How many parts travel at a time, shared fairly: whoever has the fewest on the way is next, so that a small file need not
 * wait behind a large one.
 */
export class PartSlots {
  readonly #limit: number
  readonly #busy = new Map<string, number>()
  #waiting: Waiting[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Waits for a slot; answers how to give it back (once or more often is the same). An abort gives it back, too. */
  take(owner: string, signal?: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(abortReason(signal))
      const onAbort = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting)
        reject(abortReason(signal!))
      }
      const waiting: Waiting = {
        owner,
        signal,
        take: () => {
          signal?.removeEventListener('abort', onAbort)
          this.#busy.set(owner, (this.#busy.get(owner) ?? 0) + 1)
          const release = once(() => {
            signal?.removeEventListener('abort', release)
            const left = (this.#busy.get(owner) ?? 1) - 1
            if (left > 0) this.#busy.set(owner, left)
            else this.#busy.delete(owner)
            this.#next()
          })
          signal?.addEventListener('abort', release, { once: true })
          resolve(release)
        },
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#waiting.push(waiting)
      this.#next()
    })
  }

  #next(): void {
    const taken = [...this.#busy.values()].reduce((sum, parts) => sum + parts, 0)
    // A pause reaches the parts of a file one after the other.
    const waiting = this.#waiting.filter(({ signal }) => !signal?.aborted)
    const first = waiting[0]
    if (!first || taken >= this.#limit) return
    const busyOf = ({ owner }: Waiting) => this.#busy.get(owner) ?? 0
    const next = waiting.reduce((best, other) => (busyOf(other) < busyOf(best) ? other : best), first)
    this.#waiting.splice(this.#waiting.indexOf(next), 1)
    next.take()
  }
}

const abortReason = (signal: AbortSignal): unknown =>
  signal.reason ?? new DOMException('Aborted', 'AbortError')

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    work()
  }
}
