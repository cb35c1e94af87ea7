import { setTimeout as wait } from 'node:timers/promises'

/** Looks again and again until a condition holds. Throws when it does not in time. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  { seconds, everyMs = 50, what = 'a condition' }: { seconds: number; everyMs?: number; what?: string },
): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${what} did not come true within ${seconds} s`)
    await wait(everyMs)
  }
}
