import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Running } from './processes.ts'

/**
 * Waits until the probe succeeds. Refuses at once when the process behind it ends, and when the time (milliseconds) is over;
 * both errors carry the last lines of the process's log.
 */
export async function waitUntil(
  probe: () => Promise<unknown>,
  part: Running,
  timeoutMs = 30_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const problem = await probe().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    if (problem === undefined) return
    const { exitCode, signalCode } = part.child
    if (exitCode !== null || signalCode !== null) {
      throw new Error(`${part.record.name} ended (${exitCode ?? signalCode}).\n${tail(part.logFile)}`)
    }
    if (Date.now() > deadline) {
      throw new Error(`${part.record.name} did not become ready: ${problem}\n${tail(part.logFile)}`)
    }
    await sleep(25)
  }
}

function tail(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n')
  } catch {
    return ''
  }
}
