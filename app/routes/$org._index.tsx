import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { lazy, Suspense } from 'react'
import { loadPost } from '#app/http/post-page.server.ts'
import { publicCache } from '#app/http/public-cache.ts'
import { loadStorefront } from '#app/http/storefront-page.server.ts'
import { pageMeta } from '#app/ui/page-meta.ts'
import { storefrontMeta } from '#app/ui/storefront/storefront-meta.ts'
import { StorefrontPage } from '#app/ui/storefront/storefront-page.tsx'
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

/** Storefronts are many and need no player. */
const PostView = lazy(() =>
  import('#app/ui/watch/post-view.tsx').then(({ PostView }) => ({ default: PostView })),
)

export default function StorefrontOrPost() {
  const page = useLoaderData<typeof loader>()
  if ('storefront' in page) return <StorefrontPage {...page.storefront} />
  return (
    <Suspense>
      <PostView {...page.post} />
    </Suspense>
  )
}
