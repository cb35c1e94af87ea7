import type { LoaderFunctionArgs } from '@remix-run/node'
import { findStorefrontPage } from '#domain/catalog/storefront.ts'
import { whyNotSlug } from '#domain/organization/rules.ts'
import { findVisitor, notFoundResponse } from './guards.server.ts'

/** What the storefront of an organization shows to whoever asks; 404 where there is none. */
export async function loadStorefront({ request, context }: LoaderFunctionArgs, slug: string) {
  if (whyNotSlug(slug)) throw notFoundResponse()
  const { actor } = await findVisitor({ request, context })
  const cursor = new URL(request.url).searchParams.get('older')
  const page = await context.asActor(actor, (tx) => findStorefrontPage(tx, slug, cursor), 'read')
  if (!page) throw notFoundResponse()
  const { about, ...front } = page.front
  return {
    ...page,
    front: { ...front, aboutHtml: await context.needs.markdown.toHtml(about) },
    isFirstPage: !cursor,
    origin: new URL(context.needs.env.APP_URL).origin,
    isOwnHost: context.tenant !== undefined,
  }
}
