import type { LoaderFunctionArgs } from '@remix-run/node'
import { readAskedContent } from '#app/http/asked-content.server.ts'
import { attemptJson } from '#app/http/refusal-response.server.ts'
import { openDownload } from '#domain/access/open-playback.ts'

/** `GET /api/content/:id/download`: to the MP4 that may be kept, after the access decision. */
export const loader = (args: LoaderFunctionArgs) =>
  attemptJson(async () => {
    const { contentId, playback } = await readAskedContent(args)
    const { url } = await openDownload(playback, contentId)
    return new Response(null, {
      status: 302,
      headers: { Location: url, 'Cache-Control': 'private, no-store' },
    })
  })
