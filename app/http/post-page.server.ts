import type { LoaderFunctionArgs } from '@remix-run/node'
import { decideAccess } from '#domain/access/decide-access.ts'
import { bestQualityOf, downloadOf, hasPreview } from '#domain/access/queries.ts'
import { findPost, findPostBody, findStorefront } from '#domain/catalog/queries.ts'
import { isPaymentPending } from '#domain/commerce/queries.ts'
import { whyNotSlug } from '#domain/organization/rules.ts'
import { readPosition } from '#domain/playback/position.ts'
import { resumePosition } from '#domain/playback/rules.ts'
import { plainWords } from '#platform/markdown/render.ts'
import { findVisitor, notFoundResponse } from './guards.server.ts'

const moreShown = 4

/** A post for whoever asks: with access what it is, without what it offers; 404 where there is none. */
export async function loadPost({ request, context }: LoaderFunctionArgs, org: string, slug: string) {
  if (whyNotSlug(org)) throw notFoundResponse()
  const { person, actor } = await findVisitor({ request, context })
  const found = await context.asActor(
    actor,
    async (tx) => {
      const post = await findPost(tx, org, slug)
      const access = post && (await decideAccess(tx, post.id))
      if (!access) return undefined
      const isWritten = post.contentType === 'written'
      const [storefront, body, position, bestQuality, isPaying, isPreviewed, download] = await Promise.all([
        findStorefront(tx, org),
        access.canWatch && isWritten ? findPostBody(tx, post.id) : undefined,
        access.canWatch && person ? readPosition(tx, person.id, post.id) : undefined,
        access.canWatch ? undefined : bestQualityOf(tx, post.id),
        !access.canWatch && person ? isPaymentPending(tx, person.id, post.id) : false,
        !access.canWatch && !isWritten ? hasPreview(tx, post.id) : false,
        access.canWatch && !isWritten ? downloadOf(tx, post.id) : undefined,
      ])
      const more = storefront?.posts.filter(({ id }) => id !== post.id).slice(0, moreShown) ?? []
      const resumeAt = position ? resumePosition(position.positionSeconds, post.durationSeconds ?? 0) : 0
      const downloadBytes = download?.bytes ?? null
      return { post, access, words: body, resumeAt, bestQuality, isPaying, isPreviewed, downloadBytes, more }
    },
    'read',
  )
  if (!found) throw notFoundResponse()
  const summary =
    plainWords(found.post.description, 160) || `${found.post.title}, by ${found.post.organization.name}.`
  const { words, ...page } = found
  const { markdown } = context.needs
  const [descriptionHtml, body] = await Promise.all([
    markdown.toHtml(page.post.description),
    words === undefined ? undefined : markdown.toHtml(words),
  ])
  const isOwnHost = context.tenant !== undefined
  return {
    ...page,
    body,
    descriptionHtml,
    summary,
    origin: new URL(context.needs.env.APP_URL).origin,
    isOwnHost,
  }
}
