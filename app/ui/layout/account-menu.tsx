import { useSubmit } from '@remix-run/react'
import { Clapperboard, LogOut, Plus, Receipt, ShieldCheck, SquarePlay } from 'lucide-react'
import { Button } from '../kit/button.tsx'
import { Menu, MenuItem, MenuSection, MenuSeparator } from '../kit/menu.tsx'
import { worksInStudio } from '../viewer.ts'
import type { Viewer } from '../viewer.ts'

/** One's own places, the organizations one works in, and the way out. */
export function AccountMenu({
  viewer,
  currentOrganization,
}: {
  viewer: Viewer
  currentOrganization?: string | undefined
}) {
  const submit = useSubmit()
  const studios = viewer.organizations.filter(worksInStudio)
  return (
    <Menu
      label="Account"
      trigger={
        <Button look="ghost" className="px-1.5" aria-label={`Account of ${viewer.fullName}`}>
          <span
            aria-hidden
            className="grid size-8 place-items-center rounded-full bg-brand text-sm text-on-brand"
          >
            {initials(viewer.fullName)}
          </span>
        </Button>
      }
    >
      <MenuSection title={viewer.email}>
        <MenuItem id="library" href="/library" icon={SquarePlay}>
          Library
        </MenuItem>
        <MenuItem id="purchases" href="/purchases" icon={Receipt}>
          Purchases
        </MenuItem>
      </MenuSection>
      <MenuSeparator />
      <MenuSection title="Studio">
        {studios.map(({ slug, name }) => (
          <MenuItem
            key={slug}
            id={`studio-${slug}`}
            href={`/studio/${slug}/media`}
            icon={Clapperboard}
            isCurrent={slug === currentOrganization}
          >
            {name}
          </MenuItem>
        ))}
        <MenuItem id="new-organization" href="/studio/new" icon={Plus}>
          Create an organization
        </MenuItem>
      </MenuSection>
      {viewer.role === 'platform_owner' && (
        <MenuItem id="platform" href="/platform/people" icon={ShieldCheck}>
          Platform
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem
        id="logout"
        icon={LogOut}
        onAction={() => submit(null, { method: 'post', action: '/logout' })}
      >
        Sign out
      </MenuItem>
    </Menu>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = words[0]?.[0] ?? '?'
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''
  return (first + last).toUpperCase()
}
