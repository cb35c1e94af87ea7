import { inject, onTestFinished } from 'vitest'
import { wireStack, type Wiring } from './wire-stack.ts'

export type { Wiring } from './wire-stack.ts'

/** A database of its own on the stack of this run of tests, and clients on the real parts. */
export const wire = (overrides: Record<string, string> = {}, webPort?: number): Promise<Wiring> =>
  wireStack(inject('stack'), overrides, webPort)

/** The same for one test, closed when it is over. */
export async function wireForTest(overrides: Record<string, string> = {}): Promise<Wiring> {
  const wiring = await wire(overrides)
  onTestFinished(() => wiring.close())
  return wiring
}
