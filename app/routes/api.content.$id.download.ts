import type { LoaderFunctionArgs } from '@remix-run/node'
import { readAskedContent } from '#app/http/asked-content.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { recordRefusal, supportDetail } from '#app/http/record-read.server.ts'
import { attemptJson } from '#app/http/refusal-response.server.ts'
import { findSession, keeperOf } from '#app/http/session.server.ts'
import { noteDownload } from '#domain/access/note-download.ts'
import { openDownload } from '#domain/access/open-playback.ts'

/** `GET /api/content/:id/download`: to the MP4 that may be kept, after the access decision. */
export const loader = (args: LoaderFunctionArgs) =>
  attemptJson(async () => {
    const { contentId, playback } = await readAskedContent(args)
    const session = await findSession(args.context, args.request)
    const read = { action: 'content.download', subjectType: 'content', subjectId: contentId } as const
    const { url } = await recordRefusal(args, session, read, () => openDownload(playback, contentId))
    if (session)
      await args.context.asActor(keeperOf(session), (tx) =>
        noteDownload(tx, { contentId, origin: originOf(args), detail: supportDetail(session) }),
      )
    return new Response(null, {
      status: 302,
      headers: { Location: url, 'Cache-Control': 'private, no-store' },
    })
  })
