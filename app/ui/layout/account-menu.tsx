import { useLocation, useSubmit } from '@remix-run/react'
import { Building2, LogOut, Plus, Receipt, ShieldCheck, SquarePlay, UserRound } from 'lucide-react'
import { Button } from '../kit/button.tsx'
import { initialsOf } from '../kit/initials.ts'
import { Menu, MenuItem, MenuSection, MenuSeparator } from '../kit/menu.tsx'
import { OrganizationMark } from '../organization/organization-mark.tsx'
import { roleWords } from '../organization/role-words.ts'
import { worksInStudio } from '../viewer.ts'
import type { Viewer } from '../viewer.ts'
import { studioPlace } from './studio-place.ts'

/** One's own places, the organizations one works in, and the way out. */
export function AccountMenu({
  viewer,
  currentOrganization,
}: {
  viewer: Viewer
  currentOrganization?: string | undefined
}) {
  const submit = useSubmit()
  const { pathname } = useLocation()
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
            {initialsOf(viewer.fullName)}
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
        <MenuItem id="account" href="/account/profile" icon={UserRound}>
          Account
        </MenuItem>
      </MenuSection>
      <MenuSeparator />
      <MenuSection title="Studio">
        {studios.map((organization) => (
          <MenuItem
            key={organization.slug}
            id={`studio-${organization.slug}`}
            href={studioPlace(pathname, organization.slug, organization.places)}
            picture={<OrganizationMark organization={organization} />}
            note={roleWords[organization.role]}
            isCurrent={organization.slug === currentOrganization}
          >
            {organization.name}
          </MenuItem>
        ))}
        <MenuItem id="all-organizations" href="/studio?all" icon={Building2}>
          Your organizations
        </MenuItem>
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
