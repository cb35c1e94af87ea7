import type { Post } from '#domain/catalog/queries.ts'
import { posterUrl } from '../catalog/poster-url.ts'
import { Player } from '../player/player.tsx'
import { isForSale, OfferButton } from './offer.tsx'

type PreviewPlayerProps = {
  post: Post
  kind: 'video' | 'audio'
  /** The viewer's payment has begun, and their bank has yet to confirm it. */
  isPaying: boolean
  className: string
}

/** The beginning of a film for those who do not have it yet, and at its end the way to the rest. */
export function PreviewPlayer({ post, kind, isPaying, className }: PreviewPlayerProps) {
  return (
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
      className={className}
      ending={
        <>
          <p role="status" className="max-w-md text-balance">
            {endingWords(post, isPaying)}
          </p>
          <OfferButton post={post} isPaying={isPaying} />
        </>
      }
    />
  )
}

function endingWords(post: Post, isPaying: boolean): string {
  const isHeard = post.contentType === 'audio'
  const seen = isHeard ? 'You have heard the preview.' : 'You have seen the preview.'
  const all = isHeard ? 'listen to all of it' : 'watch all of it'
  if (isPaying) return `${seen} Your payment is on its way, and then you can ${all}.`
  if (isForSale(post)) return `${seen} Buy it to ${all}.`
  if (post.visibility === 'public') return `${seen} Sign in to ${all}, for free.`
  return `${seen} All of it is for members of ${post.organization.name}.`
}
