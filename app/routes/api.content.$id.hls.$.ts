import type { LoaderFunctionArgs } from '@remix-run/node'
import { readAskedContent } from '#app/http/asked-content.server.ts'
import { attemptJson } from '#app/http/refusal-response.server.ts'
import { renderMaster, renderMedia } from '#domain/access/open-playback.ts'
import { notFound } from '#platform/refusal.ts'

/** `GET /api/content/:id/hls/{master|rendition}.m3u8`: playlists made for the asker, after the access decision. */
export const loader = (args: LoaderFunctionArgs) =>
  attemptJson(async () => {
    const { contentId, playback } = await readAskedContent(args)
    const name = /^([^/]+)\.m3u8$/.exec(args.params['*'] ?? '')?.[1]
    if (!name) throw notFound('no_such_rendition')
    const playlist =
      name === 'master'
        ? await renderMaster(playback, contentId)
        : await renderMedia(playback, contentId, name)
    return new Response(playlist, {
      headers: { 'Content-Type': 'application/vnd.apple.mpegurl', 'Cache-Control': 'private, no-store' },
    })
  })
