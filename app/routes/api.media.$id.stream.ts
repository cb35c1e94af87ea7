import type { LoaderFunctionArgs } from '@remix-run/node'
import { readAskedMedia } from '#app/http/asked-media.server.ts'
import { attemptJson } from '#app/http/refusal-response.server.ts'
import { openOwnStream } from '#domain/access/open-own-media.ts'

/** `GET /api/media/:id/stream`: fresh links to the files of a film on its own, for its creator. */
export const loader = (args: LoaderFunctionArgs) =>
  attemptJson(async () => {
    const { mediaId, playback } = await readAskedMedia(args)
    const { expiresAt, renditions, pictures } = await openOwnStream(playback, mediaId)
    return Response.json({
      expiresAt: expiresAt.toISOString(),
      /** Seconds, for players whose clock is wrong. */
      expiresIn: Math.floor((expiresAt.getTime() - playback.clock.now().getTime()) / 1000),
      renditions,
      pictures,
      storyboardUrl: null,
      waveformUrl: null,
      loudness: null,
    })
  })
