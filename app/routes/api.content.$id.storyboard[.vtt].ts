import type { LoaderFunctionArgs } from '@remix-run/node'
import { readAskedContent } from '#app/http/asked-content.server.ts'
import { attemptJson } from '#app/http/refusal-response.server.ts'
import { renderStoryboard } from '#domain/access/open-playback.ts'

/** `GET /api/content/:id/storyboard.vtt`: where the small pictures of the seek bar are, after the access decision. */
export const loader = (args: LoaderFunctionArgs) =>
  attemptJson(async () => {
    const { contentId, playback } = await readAskedContent(args)
    return new Response(await renderStoryboard(playback, contentId), {
      headers: { 'Content-Type': 'text/vtt; charset=utf-8', 'Cache-Control': 'private, no-store' },
    })
  })
