import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { methodNotAllowed } from '#app/http/api.server.ts'
import { readAskedContent } from '#app/http/asked-content.server.ts'
import { readJson } from '#app/http/parse.server.ts'
import { attemptJson } from '#app/http/refusal-response.server.ts'
import { requireAccess } from '#domain/access/open-playback.ts'
import { readPosition, savePosition } from '#domain/playback/position.ts'
import { Refusal } from '#platform/refusal.ts'
import { z } from '#platform/schema.ts'

const Resume = z.object({ playbackPosition: z.number().min(0).finite() })

/** `GET /api/content/:id/resume`: where the asker stopped, in seconds. */
export const loader = (args: LoaderFunctionArgs) =>
  attemptJson(async () => {
    const { contentId, person, actor } = await readViewer(args)
    const position = await args.context.asActor(
      actor,
      async (tx) => {
        await requireAccess(tx, actor, contentId)
        return readPosition(tx, person.id, contentId)
      },
      'read',
    )
    return Response.json({
      playbackPosition: position?.positionSeconds ?? 0,
      lastWatched: position?.lastWatched.toISOString() ?? null,
    })
  })

/** `POST /api/content/:id/resume` with `{playbackPosition}`: keeps where the asker stopped, in seconds. */
export const action = (args: ActionFunctionArgs) =>
  attemptJson(async () => {
    if (args.request.method !== 'POST') return methodNotAllowed('GET', 'POST')
    const { contentId, person, actor } = await readViewer(args)
    const { playbackPosition } = await readJson(args.request, Resume)
    await args.context.asActor(actor, async (tx) => {
      await requireAccess(tx, actor, contentId)
      await savePosition(tx, { personId: person.id, contentId, positionSeconds: playbackPosition })
    })
    return Response.json({ saved: true })
  })

async function readViewer(args: LoaderFunctionArgs) {
  const asked = await readAskedContent(args)
  if (!asked.person)
    throw new Refusal('unauthenticated', 'not_signed_in', 'Sign in to keep where you stopped.')
  return { ...asked, person: asked.person }
}
