import { useSearchParams } from '@remix-run/react'
import type { Post } from '#domain/catalog/queries.ts'
import { LinkButton } from '../kit/button.tsx'
import { Notice } from '../kit/notice.tsx'
import { kindWords } from './kind-words.ts'

/** What somebody should know before they watch: it was just bought, or others do not see it. */
export function WatchNotices({ post, reason }: { post: Post; reason: string }) {
  const [search] = useSearchParams()
  const noun = kindWords[post.contentType].noun.toLowerCase()
  return (
    <>
      {search.has('bought') && reason === 'purchased' && (
        <Notice tone="success" title={`Thank you. This ${noun} is yours.`}>
          A receipt is on its way to you. You find it again in your library, on all your devices.
        </Notice>
      )}
      {post.status === 'draft' && (
        <Notice tone="warning" title="This is a draft">
          Only its maker and the owner and admins of {post.organization.name} can see this page.
        </Notice>
      )}
      {post.status === 'archived' && (
        <Notice tone="info" title="This is archived">
          {reason === 'staff'
            ? 'It is no longer in the storefront and not for sale. Those who bought it keep it.'
            : 'It is no longer for sale. It stays yours.'}
        </Notice>
      )}
    </>
  )
}

/** Stands where the player will be, while there is nothing to play. */
export function NotYetPlayable({ post, reason }: { post: Post; reason: string }) {
  const hasFailed = post.mediaStatus === 'failed'
  const hasFile = post.mediaItemId !== null
  return (
    <Notice
      tone={hasFailed ? 'error' : 'info'}
      title={
        hasFailed
          ? 'This could not be prepared'
          : hasFile
            ? 'This is still being prepared'
            : 'There is no file yet'
      }
      action={
        reason === 'staff' ? (
          <LinkButton to={`/studio/${post.organization.slug}/content/${post.id}`} look="quiet" size="sm">
            Open in the studio
          </LinkButton>
        ) : undefined
      }
    >
      {hasFailed
        ? reason === 'staff'
          ? 'The studio says why, and can try again.'
          : 'Its maker has to put that right. It stays yours, and plays here as soon as they have.'
        : hasFile
          ? 'It can be played here as soon as it is ready. Come back in a few minutes.'
          : 'Choose one in the studio, and it can be played here.'}
    </Notice>
  )
}
