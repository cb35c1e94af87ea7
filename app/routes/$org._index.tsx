import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { loadPost } from '#app/http/post-page.server.ts'
import { publicCache } from '#app/http/public-cache.ts'
import { loadStorefront } from '#app/http/storefront-page.server.ts'
import { pageMeta } from '#app/ui/page-meta.ts'
import { storefrontMeta } from '#app/ui/storefront/storefront-meta.ts'
import { StorefrontPage } from '#app/ui/storefront/storefront-page.tsx'
import { OfferedPost, PostFrame } from '#app/ui/watch/offered-post.tsx'
import { postMeta } from '#app/ui/watch/post-meta.ts'

/** The storefront of an organization; on a host of its own, one of its posts. */
export async function loader(asked: LoaderFunctionArgs) {
  const { context, params, request } = asked
  const word = params.org ?? ''
  const shown = context.tenant
    ? { post: await loadPost(asked, context.tenant, word) }
    : { storefront: await loadStorefront(asked, word) }
  return data(shown, { headers: publicCache(request) })
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders

export const meta: MetaFunction<typeof loader> = ({ data: page }) => {
  if (!page) return pageMeta('Not found')
  return 'post' in page ? postMeta(page.post) : storefrontMeta(page.storefront)
}

export default function StorefrontOrPost() {
  const page = useLoaderData<typeof loader>()
  if ('storefront' in page) return <StorefrontPage {...page.storefront} />
  const { post, more, bestQuality, isPaying } = page.post
  return (
    <PostFrame post={post} more={more}>
      <OfferedPost post={post} bestQuality={bestQuality} isPaying={isPaying} />
    </PostFrame>
  )
}
