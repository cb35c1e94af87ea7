import type { LoaderFunctionArgs } from '@remix-run/node'
import { readAskedContent } from '#app/http/asked-content.server.ts'
import { attemptJson } from '#app/http/refusal-response.server.ts'
import { openStream } from '#domain/access/open-playback.ts'

/**
 * `GET /api/content/:id/stream`: the address of the asker's own master playlist, and fresh links to the files behind it.
 * Asked again before `expiresAt` it renews them.
 */
export const loader = (args: LoaderFunctionArgs) =>
  attemptJson(async () => {
    const { contentId, playback } = await readAskedContent(args)
    const { env, clock } = playback
    const { expiresAt, quality, renditions, pictures, hasStoryboard, waveform, loudness } = await openStream(
      playback,
      contentId,
    )
    return Response.json({
      url: new URL(`/api/content/${contentId}/hls/master.m3u8`, env.APP_URL).href,
      expiresAt: expiresAt.toISOString(),
      /** Seconds, for players whose clock is wrong. */
      expiresIn: Math.floor((expiresAt.getTime() - clock.now().getTime()) / 1000),
      quality,
      renditions,
      pictures,
      /** Without an origin: pages of the same film are open under more than one. */
      storyboardUrl: hasStoryboard ? `/api/content/${contentId}/storyboard.vtt` : null,
      waveformUrl: waveform?.url ?? null,
      /** EBU R128: LUFS and dBTP. */
      loudness,
    })
  })
