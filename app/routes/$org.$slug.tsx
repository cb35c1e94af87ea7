import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { loadPost } from '#app/http/post-page.server.ts'
import { publicCache } from '#app/http/public-cache.ts'
import { pageMeta } from '#app/ui/page-meta.ts'
import { PostView } from '#app/ui/watch/post-view.tsx'
import { postMeta } from '#app/ui/watch/post-meta.ts'

/** A post: with access what it is, without what it offers. */
export async function loader(asked: LoaderFunctionArgs) {
  const { org = '', slug = '' } = asked.params
  return data(await loadPost(asked, org, slug), { headers: publicCache(asked.request) })
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders

export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  page ? postMeta(page) : pageMeta('Not found')

export default function PostPage() {
  return <PostView {...useLoaderData<typeof loader>()} />
}
