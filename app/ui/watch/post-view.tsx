import type { loadPost } from '#app/http/post-page.server.ts'
import { posterUrl } from '../catalog/poster-url.ts'
import { Markdown } from '../kit/markdown.tsx'
import { Notice } from '../kit/notice.tsx'
import { Player } from '../player/player.tsx'
import { DownloadLink } from './download-link.tsx'
import { OfferedPost, PostFrame } from './offered-post.tsx'
import { PostHeader } from './post-header.tsx'
import { PreviewPlayer } from './preview-player.tsx'
import { NotYetPlayable, WatchNotices } from './watch-notices.tsx'

type PostPage = Awaited<ReturnType<typeof loadPost>>

/** A post: with access what it is, without what it offers; the same on the platform's host and on an organization's own. */
export function PostView(page: PostPage) {
  return (
    <PostFrame post={page.post} more={page.more}>
      {page.access.canWatch ? <Opened {...page} /> : <Offered {...page} />}
    </PostFrame>
  )
}

/** With access: the film in place, or the words. */
function Opened({ post, descriptionHtml, access, body, resumeAt, downloadBytes }: PostPage) {
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
      {descriptionHtml && <Markdown html={descriptionHtml} />}
      {body && <Markdown html={body} className="border-t border-line pt-6 text-base" />}
    </article>
  )
}

/** Without: its preview, where it has one, and the way to the rest. */
function Offered({ post, descriptionHtml, bestQuality, isPaying, isPreviewed }: PostPage) {
  const preview = isPreviewed && post.contentType !== 'written' && (
    <PreviewPlayer
      post={post}
      kind={post.contentType}
      isPaying={isPaying}
      className="-mx-4 max-sm:-mt-8 sm:mx-0 sm:rounded-lg"
    />
  )
  return (
    <OfferedPost
      post={post}
      descriptionHtml={descriptionHtml}
      bestQuality={bestQuality}
      isPaying={isPaying}
      preview={preview || undefined}
    />
  )
}
