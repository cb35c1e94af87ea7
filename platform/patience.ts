import { setTimeout as wait } from 'node:timers/promises'

/** Words of the network and of PostgreSQL for "not now": the other side is away, restarting or too busy. */
const passingCodes =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOTFOUND|ENOSPC|08\w{3}|53\w{3}|57P\w{2})$/
const passingWords =
  /connection (terminated|ended|closed|timeout)|timeout exceeded when trying to connect|socket hang up|connection is closed|no space left|client (was closed|has encountered a connection error)/i
const passingNames = new Set([
  'TimeoutError',
  'SlowDown',
  'ServiceUnavailable',
  'InternalError',
  'RequestTimeout',
])

type Clues = { code?: unknown; cause?: unknown; errors?: unknown; $metadata?: { httpStatusCode?: number } }

/** True when the error says that a part of the outside world is away for now, and not that the work is wrong. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, cause, errors, $metadata } = error as Clues
  const status = $metadata?.httpStatusCode
  return (
    (typeof code === 'string' && passingCodes.test(code)) ||
    passingNames.has(error.name) ||
    passingWords.test(error.message) ||
    (status !== undefined && (status >= 500 || status === 429)) ||
    (Array.isArray(errors) && errors.some(isPassing)) ||
    isPassing(cause)
  )
}

export type Patience = {
  /** How long to go on trying, in seconds. */
  readonly forSeconds: number
  readonly signal?: AbortSignal
  readonly onRetry?: (error: unknown) => void
}

/** Tries again, with growing pauses of at most 15 s, while the failure is a passing one; then throws the last error. */
export async function patiently<T>(work: () => Promise<T>, patience: Patience): Promise<T> {
  const { forSeconds, signal, onRetry } = patience
  const until = Date.now() + forSeconds * 1000
  for (let pauseMs = 250; ; pauseMs = Math.min(pauseMs * 2, 15_000)) {
    try {
      return await work()
    } catch (error) {
      if (signal?.aborted || !isPassing(error) || Date.now() + pauseMs > until) throw error
      onRetry?.(error)
      await wait(pauseMs, undefined, signal ? { signal } : {})
    }
  }
}
