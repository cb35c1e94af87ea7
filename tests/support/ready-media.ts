import { transcodeMediaHandler } from '#domain/transcode/jobs/transcode-media.handler.ts'
import { encodeTask, prepareTask } from '#domain/transcode/jobs/work-task.job.ts'
import { workTaskHandlers } from '#domain/transcode/jobs/work-task.handler.ts'
import type { Wiring } from './wiring.ts'
import type { Person, World } from './world.ts'

/** Puts a file into storage as an upload would, and lets the worker's own handlers make it ready to play, in every quality. */
export async function layReadyMedia(
  wiring: Wiring,
  world: World,
  creator: Person,
  file: string,
): Promise<{ id: string }> {
  const media = await world.media(creator)
  await wiring.needs.storage.putFile({ bucket: 'media', key: media.key }, file, 'video/mp4')
  const needs = { ...wiring.needs, asActor: wiring.asWorker }
  const context = { signal: new AbortController().signal, log: needs.log, jobId: 'test', attempt: 1 }
  await transcodeMediaHandler(needs).run({ mediaId: media.id }, context)
  await workOffTasks(wiring, world)
  const [row] = await world.query<{ status: string; improving: boolean; failure_message: string | null }>(
    'select status, improving, failure_message from app.media_items where id = $1',
    [media.id],
  )
  if (row?.status !== 'ready' || row.improving)
    throw new Error(`the film is ${row?.status}: ${row?.failure_message}`)
  return { id: media.id }
}

/** Does every task that waits, as a worker would. */
export async function workOffTasks(wiring: Wiring, world: World): Promise<void> {
  const needs = { ...wiring.needs, asActor: wiring.asWorker }
  const context = { signal: new AbortController().signal, log: needs.log, jobId: 'test', attempt: 1 }
  const handlers = workTaskHandlers(needs)
  for (;;) {
    const [task] = await world.query<{ id: string; kind: string }>(
      "select id, kind from app.transcode_tasks where status = 'waiting' order by created_at, position limit 1",
    )
    if (!task) return
    const job = task.kind === 'chunk' || task.kind === 'av1' ? encodeTask : prepareTask
    await handlers.find((handler) => handler.job.name === job.name)?.run({ taskId: task.id }, context)
  }
}
