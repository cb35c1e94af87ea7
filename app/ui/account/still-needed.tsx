import { TextLink } from '../kit/button.tsx'
import { Notice } from '../kit/notice.tsx'

/** Why somebody cannot go yet, and what to do first. */
export function StillNeeded({
  isPlatformOwner,
  owned,
}: {
  isPlatformOwner: boolean
  owned: readonly { slug: string; name: string }[]
}) {
  if (isPlatformOwner)
    return (
      <Notice tone="warning" title="You own this platform">
        It cannot be without an owner. Give it another one first, then come back.
      </Notice>
    )
  return (
    <Notice
      tone="warning"
      title={owned.length === 1 ? 'You own an organization' : `You own ${owned.length} organizations`}
    >
      <p>People work and buy there. Hand it over or delete it first, then come back.</p>
      <ul className="mt-2 grid gap-1.5">
        {owned.map(({ slug, name }) => (
          <li key={slug} className="flex flex-wrap gap-x-3">
            <span className="font-medium text-ink">{name}</span>
            <TextLink to={`/studio/${slug}/people`} aria-label={`Hand over ${name}`}>
              Hand it over
            </TextLink>
            <TextLink to={`/studio/${slug}/settings/deletion`} aria-label={`Delete ${name}`}>
              Delete it
            </TextLink>
          </li>
        ))}
      </ul>
    </Notice>
  )
}
