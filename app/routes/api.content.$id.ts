import type { LoaderFunctionArgs } from '@remix-run/node'
import { readAskedContent } from '#app/http/asked-content.server.ts'
import { attemptJson } from '#app/http/refusal-response.server.ts'
import { findPostFacts } from '#domain/access/queries.ts'
import { notFound } from '#platform/refusal.ts'

/** `GET /api/content/:id`: what anybody who can see the post may know. Price in minor units, duration in seconds. */
export const loader = (args: LoaderFunctionArgs) =>
  attemptJson(async () => {
    const { contentId, actor } = await readAskedContent(args)
    const { needs, asActor } = args.context
    const post = await asActor(actor, (tx) => findPostFacts(tx, contentId), 'read')
    if (!post) throw notFound('no_such_content')
    const absolute = (path: string) => new URL(path, needs.env.APP_URL).href
    return Response.json({
      id: post.id,
      title: post.title,
      description: post.description,
      contentType: post.contentType,
      thumbnail: post.hasPoster ? absolute(`/posters/content/${post.id}`) : null,
      duration: post.durationSeconds,
      visibility: post.visibility,
      status: post.status,
      category: post.category,
      tags: post.tags,
      price: post.priceCents,
      currency: post.currency,
      publishedAt: post.publishedAt?.toISOString() ?? null,
      creator: { name: post.creatorName },
      organization: post.organization,
      ...(post.organization ? { page: absolute(`/${post.organization.slug}/${post.slug}`) } : {}),
    })
  })
