import type { TestProject } from 'vitest/node'
import { startTestStack } from './stack.ts'
import type { TestStack } from './stack.ts'

declare module 'vitest' {
  interface ProvidedContext {
    stack: TestStack
  }
}

/** Starts the outside world once for a run of tests; they reach it with `inject('stack')`. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stack, stop } = await startTestStack()
  project.provide('stack', stack)
  return stop
}
