import { createReadableStreamFromReadable, type LoaderFunctionArgs } from '@remix-run/node'
import { findVisitor } from '#app/http/guards.server.ts'
import { idParam } from '#app/http/parse.server.ts'
import { findPicture } from '#domain/organization/find-picture.ts'

/** An organization's logo or wide picture, for whoever can see the organization. Its key changes with it, so it is the ETag. */
export async function loader(asked: LoaderFunctionArgs) {
  const { request, context, params } = asked
  const organizationId = idParam(params.organizationId)
  const { actor } = await findVisitor(asked)
  const found = await context.asActor(
    actor,
    (tx) => findPicture(tx, organizationId, params.picture ?? ''),
    'read',
  )
  if (!found) return new Response(null, { status: 404 })
  const headers = {
    ETag: `"${found.key.split('/').at(-1)}"`,
    'Cache-Control': found.isForEverybody ? 'public, max-age=300' : 'private, max-age=300',
  }
  if (request.headers.get('if-none-match') === headers.ETag)
    return new Response(null, { status: 304, headers })
  const picture = await context.needs.storage.getStream({ bucket: 'assets', key: found.key })
  if (!picture) return new Response(null, { status: 404 })
  return new Response(createReadableStreamFromReadable(picture.body), {
    headers: { ...headers, 'Content-Type': 'image/webp', 'Content-Length': String(picture.bytes) },
  })
}
