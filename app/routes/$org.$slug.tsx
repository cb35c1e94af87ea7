import { data, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { loadPost } from '#app/http/post-page.server.ts'
import { publicCache } from '#app/http/public-cache.ts'
import { posterUrl } from '#app/ui/catalog/poster-url.ts'
import { Markdown } from '#app/ui/kit/markdown.tsx'
import { Notice } from '#app/ui/kit/notice.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { Player } from '#app/ui/player/player.tsx'
import { DownloadLink } from '#app/ui/watch/download-link.tsx'
import { OfferedPost, PostFrame } from '#app/ui/watch/offered-post.tsx'
import { PostHeader } from '#app/ui/watch/post-header.tsx'
import { postMeta } from '#app/ui/watch/post-meta.ts'
import { PreviewPlayer } from '#app/ui/watch/preview-player.tsx'
import { NotYetPlayable, WatchNotices } from '#app/ui/watch/watch-notices.tsx'

/** A post: with access what it is, without what it offers. */
export async function loader(asked: LoaderFunctionArgs) {
  const { org = '', slug = '' } = asked.params
  return data(await loadPost(asked, org, slug), { headers: publicCache(asked.request) })
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders

export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  page ? postMeta(page) : pageMeta('Not found')

export default function PostPage() {
  const { post, access, more } = useLoaderData<typeof loader>()
  return (
    <PostFrame post={post} more={more}>
      {access.canWatch ? <Opened /> : <Offered />}
    </PostFrame>
  )
}

/** With access: the film in place, or the words. */
function Opened() {
  const { post, access, body, resumeAt, downloadBytes } = useLoaderData<typeof loader>()
  const { contentType, durationSeconds } = post
  return (
    <article className="grid gap-6">
      <div className="peer grid gap-3 empty:hidden">
        <WatchNotices post={post} reason={access.reason} />
      </div>
      {contentType === 'written' ? null : post.mediaStatus === 'ready' && durationSeconds !== null ? (
        <Player
          key={post.id}
          source={{ kind: 'post', contentId: post.id }}
          title={post.title}
          creatorName={post.creatorName || post.organization.name}
          kind={contentType}
          duration={durationSeconds}
          posterSrc={posterUrl(post)}
          posterHash={post.posterHash}
          resumeAt={resumeAt}
          className="-mx-4 max-h-[calc(100dvh-8rem)] max-sm:peer-empty:-mt-8 sm:mx-0 sm:rounded-lg"
        />
      ) : (
        <NotYetPlayable post={post} reason={access.reason} />
      )}
      {contentType !== 'written' && (
        <noscript>
          <Notice tone="info" title="Playing needs JavaScript">
            Your browser does not run it. Allow it for this site, then load the page again.
          </Notice>
        </noscript>
      )}
      <PostHeader post={post} />
      {downloadBytes !== null && <DownloadLink contentId={post.id} bytes={downloadBytes} />}
      {post.descriptionHtml && <Markdown html={post.descriptionHtml} />}
      {body && <Markdown html={body} className="border-t border-line pt-6 text-base" />}
    </article>
  )
}

/** Without: its preview, where it has one, and the way to the rest. */
function Offered() {
  const { post, bestQuality, isPaying, isPreviewed } = useLoaderData<typeof loader>()
  const preview = isPreviewed && post.contentType !== 'written' && (
    <PreviewPlayer
      post={post}
      kind={post.contentType}
      isPaying={isPaying}
      className="-mx-4 max-sm:-mt-8 sm:mx-0 sm:rounded-lg"
    />
  )
  return (
    <OfferedPost post={post} bestQuality={bestQuality} isPaying={isPaying} preview={preview || undefined} />
  )
}
