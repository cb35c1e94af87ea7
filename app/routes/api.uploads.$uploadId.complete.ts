import type { ActionFunctionArgs } from '@remix-run/node'
import { apiId, methodNotAllowed, requireCaller } from '#app/http/api.server.ts'
import { mediaNeeds } from '#app/http/media-needs.server.ts'
import { attemptJson } from '#app/http/refusal-response.server.ts'
import { completeUpload } from '#domain/media/complete-upload.ts'
import { announceMedia } from '#domain/transcode/work/media-channel.ts'

/** POST: every part has arrived. The answer says which media item it became and how that stands. */
export const action = (asked: ActionFunctionArgs) =>
  attemptJson(async () => {
    const { actor, person } = await requireCaller(asked)
    const uploadId = apiId(asked.params.uploadId)
    if (asked.request.method !== 'POST') return methodNotAllowed('POST')
    const completed = await completeUpload(mediaNeeds(asked.context), actor, uploadId)
    await announceMedia(asked.context.needs, { mediaId: completed.mediaId, creatorId: person.id })
    return Response.json(completed)
  })
