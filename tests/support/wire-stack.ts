import { asActor, openDatabase, type AsActor } from '#db/actor.ts'
import { connectNeeds } from '#platform/connect.ts'
import { readEnv, type Env } from '#platform/env.ts'
import type { Needs } from '#platform/needs.ts'
import { cloneDatabase, testEnv, type TestDatabase, type TestStack } from './stack.ts'

export type Wiring = {
  readonly database: TestDatabase
  /** The environment of a process on this database, to start one with. */
  readonly processEnv: Record<string, string>
  readonly env: Env
  readonly needs: Needs
  /** As requests see the database (role codex_app). */
  readonly asActor: AsActor
  /** As jobs see it (role codex_worker). */
  readonly asWorker: AsActor
  close(): Promise<void>
}

/** A database of its own and clients on the real parts, as a process would have them. */
export async function wireStack(
  stack: TestStack,
  overrides: Record<string, string> = {},
  webPort?: number,
): Promise<Wiring> {
  const database = await cloneDatabase(stack)
  const processEnv = { ...testEnv(stack, database, webPort ? { port: webPort } : {}), ...overrides }
  const env = readEnv(processEnv)
  const needs = connectNeeds({ ...env, LOG_LEVEL: 'silent' }, 'test')
  const app = openDatabase({ connectionString: env.DATABASE_URL, max: 5 })
  const worker = openDatabase({ connectionString: env.DATABASE_WORKER_URL, max: 5 })
  return {
    database,
    processEnv,
    env,
    needs,
    asActor: (actor, work, mode) => asActor(app, actor, work, mode),
    asWorker: (actor, work, mode) => asActor(worker, actor, work, mode),
    async close() {
      await Promise.all([needs.close(), app.close(), worker.close()])
      await database.drop()
    },
  }
}
