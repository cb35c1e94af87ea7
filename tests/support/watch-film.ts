import { expect } from 'vitest'
import { judgeFilm, objectsOf, readFilm, readTasks } from './film-state.ts'
import type { Wiring } from './wire-stack.ts'
import type { World } from './world.ts'

/** Patience for what a worker on a busy machine may take. */
export const long = { timeout: 45_000, interval: 100 }

/** What tests of the pipeline ask again and again of a film; a worker must be running where one has to do something. */
export function filmWatcher(parts: () => { wiring: Wiring; world: World }) {
  const film = (id: string) => readFilm(parts().world, id)
  const tasks = (id: string) => readTasks(parts().world, id)
  return {
    film,
    tasks,
    objects: (id: string) => objectsOf(parts(), id),

    async untilStatus(id: string, status: string): Promise<void> {
      await expect.poll(async () => (await film(id)).status, long).toBe(status)
    },

    /** Ready in every quality. */
    async untilWhole(id: string): Promise<void> {
      const standing = async () => {
        const { status, improving } = await film(id)
        return `${status}${improving ? ' and improving' : ''}`
      }
      await expect.poll(standing, long).toBe('ready')
    },

    /** A worker has come some way with a chunk. */
    async untilEncoding(id: string): Promise<void> {
      const isOnTheWay = ({ kind, status, share }: { kind: string; status: string; share: number }) =>
        kind === 'chunk' && status === 'running' && share > 0.05
      await expect.poll(async () => (await tasks(id)).some(isOnTheWay), { ...long, interval: 50 }).toBe(true)
    },

    /** Has a worker tidy up at once, rather than when the last links to what was played are dead. */
    async tidied(id: string): Promise<void> {
      await parts().world.query('update app.media_items set tidy_after = now() where id = $1', [id])
      const isLookedAt = async () => {
        const { tidy_after: due } = await film(id)
        return due === null || due.getTime() > Date.now() + 60_000
      }
      await expect.poll(isLookedAt, long).toBe(true)
    },

    /** Row, tasks, renditions and objects tell of one and the same film, and nothing else is there. */
    async expectWhole(id: string): Promise<void> {
      await this.tidied(id)
      expect(await judgeFilm(parts(), id)).toEqual({ wrong: [], doubled: [] })
      expect((await film(id)).status).toBe('ready')
    },

    /** Nothing of a film lies in storage but its original. */
    async expectNothing(id: string): Promise<void> {
      await expect.poll(() => objectsOf(parts(), id), long).toEqual([])
    },
  }
}
