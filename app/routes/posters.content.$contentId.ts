import { createReadableStreamFromReadable, type LoaderFunctionArgs } from '@remix-run/node'
import { findVisitor } from '#app/http/guards.server.ts'
import { idParam } from '#app/http/parse.server.ts'
import { findPosterOf } from '#domain/access/queries.ts'

/** A post's poster, for whoever can see the post. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const contentId = idParam(params.contentId)
  const { actor } = await findVisitor({ request, context })
  const poster = await context.asActor(actor, (tx) => findPosterOf(tx, contentId), 'read')
  const at = poster && { bucket: 'media' as const, key: poster.key }
  const asked = request.headers.get('if-none-match')
  const headers = new Headers({
    'Cache-Control': poster?.isForEverybody ? 'public, max-age=300' : 'private, max-age=3600',
  })
  if (at && asked) {
    const known = await context.needs.storage.head(at)
    if (known?.etag && asked.split(/,\s*/).includes(known.etag)) {
      headers.set('ETag', known.etag)
      return new Response(null, { status: 304, headers })
    }
  }
  const found = at && (await context.needs.storage.getStream(at))
  if (!found) return new Response(null, { status: 404 })
  if (found.etag) headers.set('ETag', found.etag)
  headers.set('Content-Type', found.contentType ?? 'image/jpeg')
  headers.set('Content-Length', String(found.bytes))
  return new Response(createReadableStreamFromReadable(found.body), { headers })
}
