import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { requireCaller } from '#app/http/api.server.ts'
import { mediaNeeds } from '#app/http/media-needs.server.ts'
import { parseOrRefuse, readJson } from '#app/http/parse.server.ts'
import { attemptJson } from '#app/http/refusal-response.server.ts'
import { uploadAnswer } from '#app/http/upload-answer.ts'
import { startUpload } from '#domain/media/start-upload.ts'
import { findResumable, listParts } from '#domain/media/upload-queries.ts'
import { z } from '#platform/schema.ts'
import { notFound } from '#platform/refusal.ts'
import { text } from '#platform/text.ts'

const fingerprint = text('Say which file this is.', { min: 8, max: 200 })
const Start = z.object({
  filename: z.string().min(1).max(1024),
  sizeBytes: z.number().int(),
  contentType: z.string().max(255).default(''),
  fingerprint,
})

/** GET ?fingerprint=…: the caller's unfinished upload of this file, with the parts that have arrived; 404 when there is none. */
export const loader = (asked: LoaderFunctionArgs) =>
  attemptJson(async () => {
    const { person, actor } = await requireCaller(asked)
    const wanted = parseOrRefuse(new URL(asked.request.url).searchParams.get('fingerprint'), fingerprint)
    const now = asked.context.needs.clock.now()
    const found = await asked.context.asActor(
      actor,
      async (tx) => {
        const upload = await findResumable(tx, { creatorId: person.id, fingerprint: wanted, now })
        return upload && uploadAnswer(upload, await listParts(tx, upload.id))
      },
      'read',
    )
    if (!found) throw notFound('no_such_upload', 'There is no unfinished upload of this file.')
    return Response.json(found)
  })

/** POST: begins an upload, or finds the unfinished one of the same file again. */
export const action = (asked: ActionFunctionArgs) =>
  attemptJson(async () => {
    const { person, actor } = await requireCaller(asked)
    const file = await readJson(asked.request, Start)
    const { upload, parts } = await startUpload(mediaNeeds(asked.context), actor, {
      ...file,
      creatorId: person.id,
    })
    return Response.json(uploadAnswer(upload, parts), { status: parts.length > 0 ? 200 : 201 })
  })
