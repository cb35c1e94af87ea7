import type { FailureCause } from '#db/schema/media.ts'
import { drawClip, writeMedia } from '#tests/support/media.ts'

/** An original to feed, and the cause that it fails with; null when it becomes a film. */
export type Original = { name: string; file: string; cause: FailureCause | null }

const small = { width: 160, height: 90, fps: 15 } as const

/** Films of every way through the pipeline, each a few seconds of work: encoded in chunks, copied, sound alone, and none at all. */
export async function drawOriginals(): Promise<Original[]> {
  const encoded = await drawClip({ ...small, seconds: 90, options: ['-g', '600'] })
  const copied = await drawClip({
    ...small,
    seconds: 70,
    options: [
      '-g',
      '30',
      '-profile:v',
      'high',
      '-bf',
      '2',
      '-b:v',
      '100k',
      '-maxrate',
      '150k',
      '-bufsize',
      '300k',
    ],
  })
  const sound = await drawClip({ seconds: 20, codec: 'none', container: 'm4a' })
  const words = await writeMedia('mp4', 'These are words and no film at all. '.repeat(40))
  return [
    { name: 'a film in chunks', file: encoded, cause: null },
    { name: 'a film that is copied', file: copied, cause: null },
    { name: 'sound alone', file: sound, cause: null },
    { name: 'words', file: words, cause: 'not_media' },
  ]
}
