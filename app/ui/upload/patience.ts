/** A trouble that passes by itself: the network, or a server that is busy or restarting. Trying again is the answer. */
export class PassingTrouble extends Error {
  readonly isNetwork: boolean

  constructor(isNetwork: boolean) {
    super(isNetwork ? 'the connection was lost' : 'the server is busy')
    this.isNetwork = isNetwork
  }
}

export type Patience = {
  readonly signal: AbortSignal | undefined
  /** Told after every try whether the network carried it. */
  readonly onLine: (connected: boolean) => void
}

const firstDelayMs = 500
const longestDelayMs = 30_000

/** Tries until it works, is aborted, or fails for good; waits longer after each try, and no longer when the network is back. */
export async function patiently<T>(work: () => Promise<T>, { signal, onLine }: Patience): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted()
    try {
      const result = await work()
      onLine(true)
      return result
    } catch (error) {
      if (!(error instanceof PassingTrouble)) throw error
      onLine(!error.isNetwork)
      await wait(Math.min(longestDelayMs, firstDelayMs * 2 ** attempt) * (0.75 + Math.random() / 2), signal)
    }
  }
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => () => {
      clearTimeout(timer)
      window.removeEventListener('online', goOn)
      signal?.removeEventListener('abort', stop)
      settle()
    }
    const goOn = end(resolve)
    const stop = end(() => reject(signal?.reason as Error))
    const timer = setTimeout(goOn, ms)
    window.addEventListener('online', goOn)
    signal?.addEventListener('abort', stop)
  })
}
