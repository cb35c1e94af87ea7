import type { ActionFunctionArgs } from '@remix-run/node'
import { apiId, methodNotAllowed, requireCaller } from '#app/http/api.server.ts'
import { mediaNeeds } from '#app/http/media-needs.server.ts'
import { attemptJson } from '#app/http/refusal-response.server.ts'
import { abortUpload } from '#domain/media/abort-upload.ts'

/** DELETE: cancels an upload. */
export const action = (asked: ActionFunctionArgs) =>
  attemptJson(async () => {
    const { actor } = await requireCaller(asked)
    const uploadId = apiId(asked.params.uploadId)
    if (asked.request.method !== 'DELETE') return methodNotAllowed('DELETE')
    await abortUpload(mediaNeeds(asked.context), actor, uploadId)
    return new Response(null, { status: 204 })
  })
