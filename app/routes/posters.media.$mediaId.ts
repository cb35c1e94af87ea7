import { createReadableStreamFromReadable, type LoaderFunctionArgs } from '@remix-run/node'
import { findVisitor } from '#app/http/guards.server.ts'
import { idParam } from '#app/http/parse.server.ts'
import { findPosterKey } from '#domain/media/queries.ts'

/** The poster of a media item, for those who may see the item. Its key changes with the picture, so the key is its ETag. */
export async function loader(asked: LoaderFunctionArgs) {
  const { request, context, params } = asked
  const mediaId = idParam(params.mediaId)
  const { actor } = await findVisitor(asked)
  const key = await context.asActor(actor, (tx) => findPosterKey(tx, mediaId), 'read')
  if (!key) return new Response(null, { status: 404 })
  const headers = { ETag: `"${key.split('/').at(-1)}"`, 'Cache-Control': 'private, max-age=300' }
  if (request.headers.get('if-none-match') === headers.ETag)
    return new Response(null, { status: 304, headers })
  const poster = await context.needs.storage.getStream({ bucket: 'media', key })
  if (!poster) return new Response(null, { status: 404 })
  return new Response(createReadableStreamFromReadable(poster.body), {
    headers: {
      ...headers,
      'Content-Type': poster.contentType ?? 'image/jpeg',
      'Content-Length': String(poster.bytes),
    },
  })
}
