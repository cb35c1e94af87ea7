import type { ActionFunctionArgs } from '@remix-run/node'
import { apiId, methodNotAllowed, requireCaller } from '#app/http/api.server.ts'
import { mediaNeeds } from '#app/http/media-needs.server.ts'
import { readJson } from '#app/http/parse.server.ts'
import { attemptJson } from '#app/http/refusal-response.server.ts'
import { recordPart } from '#domain/media/record-part.ts'
import { signPart } from '#domain/media/sign-part.ts'
import { notFound } from '#platform/refusal.ts'
import { z } from '#platform/schema.ts'

const Arrived = z.object({
  etag: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\x21-\x7e]+$/),
  sizeBytes: z.number().int().positive(),
})

/** POST: an address to PUT this part to. PUT: the part has arrived, and storage answered with this ETag. */
export const action = (asked: ActionFunctionArgs) =>
  attemptJson(async () => {
    const { actor } = await requireCaller(asked)
    const needs = mediaNeeds(asked.context)
    const part = { uploadId: apiId(asked.params.uploadId), partNumber: partNumberOf(asked.params.partNumber) }
    switch (asked.request.method) {
      case 'POST':
        return Response.json(await signPart(needs, actor, part))
      case 'PUT':
        await recordPart(needs, actor, { ...part, ...(await readJson(asked.request, Arrived)) })
        return new Response(null, { status: 204 })
      default:
        return methodNotAllowed('POST', 'PUT')
    }
  })

function partNumberOf(value: string | undefined): number {
  if (value && /^\d{1,5}$/.test(value)) return Number(value)
  throw notFound('no_such_part', 'This upload has no such part.')
}
