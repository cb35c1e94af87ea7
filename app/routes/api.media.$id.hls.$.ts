import type { LoaderFunctionArgs } from '@remix-run/node'
import { readAskedMedia } from '#app/http/asked-media.server.ts'
import { playlistResponse, playlistNameOf } from '#app/http/playlist-answer.server.ts'
import { attemptJson } from '#app/http/refusal-response.server.ts'
import { renderOwnMaster, renderOwnMedia } from '#domain/access/open-own-media.ts'

/** `GET /api/media/:id/hls/{master|rendition}.m3u8`: a film on its own for its creator, also while it is being made. */
export const loader = (args: LoaderFunctionArgs) =>
  attemptJson(async () => {
    const { mediaId, playback } = await readAskedMedia(args)
    const name = playlistNameOf(args)
    return playlistResponse(
      name === 'master'
        ? await renderOwnMaster(playback, mediaId)
        : await renderOwnMedia(playback, mediaId, name),
    )
  })
