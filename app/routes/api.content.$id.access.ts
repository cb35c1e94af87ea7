import type { LoaderFunctionArgs } from '@remix-run/node'
import { readAskedContent } from '#app/http/asked-content.server.ts'
import { attemptJson } from '#app/http/refusal-response.server.ts'
import { decideAccess } from '#domain/access/decide-access.ts'
import { notFound } from '#platform/refusal.ts'

/** `GET /api/content/:id/access`: may the asker watch it, why, and until when. */
export const loader = (args: LoaderFunctionArgs) =>
  attemptJson(async () => {
    const { contentId, actor } = await readAskedContent(args)
    const access = await args.context.asActor(actor, (tx) => decideAccess(tx, contentId), 'read')
    if (!access) throw notFound('no_such_content')
    const { canWatch, reason, expiresAt } = access
    return Response.json({
      canWatch,
      reason,
      accessType: canWatch ? 'full' : 'preview_only',
      ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}),
    })
  })
