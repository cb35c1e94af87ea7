import type { LoaderFunctionArgs } from '@remix-run/node'
import { renderMaster, renderMedia } from '#domain/access/open-playback.ts'
import type { Showing } from '#domain/access/queries.ts'
import { notFound } from '#platform/refusal.ts'
import { readAskedContent } from './asked-content.server.ts'
import { attemptJson } from './refusal-response.server.ts'

/** The playlist of a post or its preview that the rest of the address names, made for the asker. */
export const playlistAnswer = (args: LoaderFunctionArgs, showing: Showing): Promise<Response> =>
  attemptJson(async () => {
    const { contentId, playback } = await readAskedContent(args)
    const name = playlistNameOf(args)
    return playlistResponse(
      name === 'master'
        ? await renderMaster(playback, contentId, showing)
        : await renderMedia(playback, contentId, { showing, name }),
    )
  })

/** `master`, or a rendition's name: the rest of the address without its ending. Refuses with not_found. */
export function playlistNameOf({ params }: Pick<LoaderFunctionArgs, 'params'>): string {
  const name = /^([^/]+)\.m3u8$/.exec(params['*'] ?? '')?.[1]
  if (!name) throw notFound('no_such_rendition')
  return name
}

/** A playlist that is made for one person and kept by nobody. */
export const playlistResponse = (playlist: string) =>
  new Response(playlist, {
    headers: { 'Content-Type': 'application/vnd.apple.mpegurl', 'Cache-Control': 'private, no-store' },
  })
