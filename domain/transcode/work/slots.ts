/** Room for so many at a time. */
export type Slots = {
  /** Waits for room; the answer gives it back, however often it is called. Throws when told to stop while waiting. */
  enter(signal: AbortSignal): Promise<() => void>
}

/** Slots for `atOnce` at a time, first come, first served. */
export function createSlots(atOnce: number): Slots {
  let free = atOnce
  const waiting: (() => void)[] = []
  const take = () => {
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
  return {
    async enter(signal) {
      signal.throwIfAborted()
      if (free > 0) {
        free--
        return take()
      }
      await new Promise<void>((resolve, reject) => {
        const begin = () => {
          signal.removeEventListener('abort', stop)
          resolve()
        }
        const stop = () => {
          waiting.splice(waiting.indexOf(begin), 1)
          reject(new Error('told to stop while waiting'))
        }
        waiting.push(begin)
        signal.addEventListener('abort', stop, { once: true })
      })
      return take()
    },
  }
}
