import { transcodeMediaHandler } from '#domain/transcode/jobs/transcode-media.handler.ts'
import type { Wiring } from './wiring.ts'
import type { Person, World } from './world.ts'

/** Puts a file into storage as an upload would, and lets the worker's own handler make it ready to play. */
export async function layReadyMedia(
  wiring: Wiring,
  world: World,
  creator: Person,
  file: string,
): Promise<{ id: string }> {
  const media = await world.media(creator)
  await wiring.needs.storage.putFile({ bucket: 'media', key: media.key }, file, 'video/mp4')
  const handler = transcodeMediaHandler({ ...wiring.needs, asActor: wiring.asWorker })
  await handler.run(
    { mediaId: media.id },
    { signal: new AbortController().signal, log: wiring.needs.log, jobId: 'test', attempt: 1 },
  )
  const [row] = await world.query<{ status: string; failure_message: string | null }>(
    'select status, failure_message from app.media_items where id = $1',
    [media.id],
  )
  if (row?.status !== 'ready') throw new Error(`the film is ${row?.status}: ${row?.failure_message}`)
  return { id: media.id }
}
