import type { Post } from '#domain/catalog/queries.ts'
import { posterUrl } from '../catalog/poster-url.ts'
import { cx } from '../kit/cx.ts'
import { Player } from '../player/player.tsx'

type PreviewPlayerProps = { post: Post; kind: 'video' | 'audio'; className: string }

/** The beginning of a film for those who do not have it yet, and at its end the way to the rest. */
export function PreviewPlayer({ post, kind, className }: PreviewPlayerProps) {
  return (
    <div className={cx('relative overflow-hidden', className)}>
      <Player
        key={post.id}
        source={{ kind: 'preview', contentId: post.id }}
        title={`Preview of ${post.title}`}
        creatorName={post.creatorName || post.organization.name}
        kind={kind}
        duration={0}
        posterSrc={posterUrl(post)}
        posterHash={post.posterHash}
        resumeAt={0}
        ending={
          <p className="max-w-sm text-center text-balance">
            This was the preview.{' '}
            <a href="#offer" className="underline underline-offset-3">
              See the offer
            </a>{' '}
            to go on with the whole of it.
          </p>
        }
      />
      <span className="pointer-events-none absolute top-3 left-3 rounded-sm bg-black/75 px-2 py-0.5 text-xs font-medium text-white">
        Preview
      </span>
    </div>
  )
}
