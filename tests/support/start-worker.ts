import { onTestFinished } from 'vitest'
import { end, openWorker, type TestProcess } from './processes.ts'

/** A worker for the rest of this test. */
export async function startWorker(env: Record<string, string>): Promise<TestProcess> {
  const worker = await openWorker(env)
  onTestFinished(() => end(worker))
  return worker
}
