import type { LoaderFunctionArgs } from '@remix-run/node'
import { apiId, requireCaller } from '#app/http/api.server.ts'
import { attemptJson } from '#app/http/refusal-response.server.ts'
import { uploadAnswer } from '#app/http/upload-answer.ts'
import { getUpload, listParts } from '#domain/media/upload-queries.ts'

/** GET: an upload with the parts that have arrived. */
export const loader = (asked: LoaderFunctionArgs) =>
  attemptJson(async () => {
    const { actor } = await requireCaller(asked)
    const uploadId = apiId(asked.params.uploadId)
    const answer = await asked.context.asActor(
      actor,
      async (tx) => uploadAnswer(await getUpload(tx, uploadId), await listParts(tx, uploadId)),
      'read',
    )
    return Response.json(answer)
  })
