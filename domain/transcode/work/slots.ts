/** Room for so many at a time. */
export type Slots = {
  /**
   * Waits for room; the answer gives it back, however often it is called. undefined when there was none in time. Throws when
   * told to stop while waiting.
   */
  enter(signal: AbortSignal, waitMs?: number): Promise<(() => void) | undefined>
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
    async enter(signal, waitMs) {
      signal.throwIfAborted()
      if (free > 0) {
        free--
        return take()
      }
      const isIn = await new Promise<boolean>((resolve, reject) => {
        const leaveQueue = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', stop)
          if (waiting.includes(begin)) waiting.splice(waiting.indexOf(begin), 1)
        }
        const begin = () => {
          leaveQueue()
          resolve(true)
        }
        const stop = () => {
          leaveQueue()
          reject(new Error('told to stop while waiting'))
        }
        const giveUp = () => {
          leaveQueue()
          resolve(false)
        }
        const timer = waitMs === undefined ? undefined : setTimeout(giveUp, waitMs)
        waiting.push(begin)
        signal.addEventListener('abort', stop, { once: true })
      })
      return isIn ? take() : undefined
    },
  }
}
