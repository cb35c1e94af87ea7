import { createHash } from 'node:crypto'
import type { Replay, Store } from '../store.ts'
import { StripeFault } from './errors.ts'

const keptSeconds = 24 * 60 * 60

/** What a request asks, as one short text: two requests that ask the same have the same. */
export function fingerprint(method: string, path: string, body: string): string {
  return createHash('sha256').update(`${method} ${path}\n${body}`).digest('hex')
}

/** The first answer under this key, if there is one of the last day. Refuses with 400 when other parameters were sent then. */
export function findReplay(store: Store, key: string, asked: string, now: number): Replay | undefined {
  if (key.length > 255) {
    throw new StripeFault(400, {
      type: 'idempotency_error',
      message: 'An idempotency key has at most 255 characters.',
    })
  }
  const replay = store.rows.replays.get(key)
  if (!replay) return undefined
  if (replay.at < now - keptSeconds) {
    store.rows.replays.delete(key)
    return undefined
  }
  if (replay.asked === asked) return replay
  throw new StripeFault(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  })
}

/** Keeps an answer for the day, and forgets those older than that. */
export function keepReplay(store: Store, replay: Replay): void {
  store.rows.replays.set(replay.id, replay)
  for (const [id, { at }] of store.rows.replays) {
    if (at >= replay.at - keptSeconds) break
    store.rows.replays.delete(id)
  }
}
