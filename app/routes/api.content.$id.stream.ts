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
    const { expiresAt, quality, renditions, hasStoryboard, waveform, loudness } = await openStream(
      playback,
      contentId,
    )
    const address = (path: string) => new URL(`/api/content/${contentId}/${path}`, env.APP_URL).href
    return Response.json({
      url: address('hls/master.m3u8'),
      expiresAt: expiresAt.toISOString(),
      /** Seconds, for players whose clock is wrong. */
      expiresIn: Math.floor((expiresAt.getTime() - clock.now().getTime()) / 1000),
      quality,
      renditions,
      storyboardUrl: hasStoryboard ? address('storyboard.vtt') : null,
      waveformUrl: waveform?.url ?? null,
      /** EBU R128: LUFS and dBTP. */
      loudness,
    })
  })
