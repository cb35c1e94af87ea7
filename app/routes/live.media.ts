import type { LoaderFunctionArgs } from '@remix-run/node'
import { findVisitor, requirePermission } from '#app/http/guards.server.ts'
import { liveMedia } from '#app/http/live-media.server.ts'
import { listMediaProgress } from '#domain/transcode/work/media-progress.ts'

/** Media in work as they change: one's own, and with `?org=` also what posts of that organization use. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { person, actor } = await findVisitor({ request, context })
  // An event source does not follow a redirect to a page.
  if (!person) return new Response('Please sign in.', { status: 401 })
  const slug = new URL(request.url).searchParams.get('org')
  const organizationId = slug
    ? (await requirePermission({ request, context }, slug, 'media.upload', 'transcoding.view')).membership
        .organization.id
    : undefined
  return liveMedia({
    needs: context.needs,
    personId: person.id,
    signal: request.signal,
    read: () =>
      context.asActor(actor, (tx) => listMediaProgress(tx, { personId: person.id, organizationId }), 'read'),
  })
}
