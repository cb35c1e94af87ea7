import { transcodeMediaHandler } from '#domain/transcode/jobs/transcode-media.handler.ts'
import { workTaskHandlers } from '#domain/transcode/jobs/work-task.handler.ts'
import type { Handler } from '#platform/jobs.ts'
import type { Wiring } from './wiring.ts'
import type { Person, World } from './world.ts'

/** Puts a file into storage as an upload would, and lets the worker's own handlers make it ready to play, in every quality. */
export async function layReadyMedia(
  wiring: Wiring,
  world: World,
  creator: Person,
  file: string,
): Promise<{ id: string }> {
  const media = await planMedia(wiring, world, creator, file)
  await workOffTasks(wiring, world)
  const [row] = await world.query<{ status: string; improving: boolean; failure_message: string | null }>(
    'select status, improving, failure_message from app.media_items where id = $1',
    [media.id],
  )
  if (row?.status !== 'ready' || row.improving)
    throw new Error(`the film is ${row?.status}: ${row?.failure_message}`)
  return media
}

/** Puts a file into storage as an upload would, and plans what is made of it. */
export async function planMedia(
  wiring: Wiring,
  world: World,
  creator: Person,
  file: string,
): Promise<{ id: string }> {
  const media = await world.media(creator)
  await wiring.needs.storage.putFile({ bucket: 'media', key: media.key }, file, 'video/mp4')
  await run(transcodeMediaHandler(needsOf(wiring)), wiring, { mediaId: media.id })
  return { id: media.id }
}

/** Does every task that waits, as a worker would. */
export async function workOffTasks(wiring: Wiring, world: World): Promise<void> {
  for (;;) {
    const [waiting] = await world.query("select from app.transcode_tasks where status = 'waiting' limit 1")
    if (!waiting) return
    for (const handler of workTaskHandlers(needsOf(wiring))) await run(handler, wiring, anyTicket)
  }
}

/** Does the next task of one queue, as a worker would. */
export async function workOneTask(wiring: Wiring, queue: Handler['job']['queue']): Promise<void> {
  const handler = workTaskHandlers(needsOf(wiring)).find(({ job }) => job.queue === queue)
  if (!handler) throw new Error(`nobody works the queue ${queue}`)
  await run(handler, wiring, anyTicket)
}

/** A ticket does not say which task is done for it. */
const anyTicket = { taskId: '00000000-0000-4000-8000-000000000000' }

const needsOf = (wiring: Wiring) => ({ ...wiring.needs, asActor: wiring.asWorker })

const run = (handler: Handler, { needs: { log } }: Wiring, payload: object) =>
  handler.run(payload, { signal: new AbortController().signal, log, jobId: 'test', attempt: 1 })
