import { Tabs } from '../kit/tabs.tsx'

/** The two sides of an organization's people; each only for who may manage it. */
export function PeopleTabs({ slug, people, roles }: { slug: string; people: boolean; roles: boolean }) {
  if (!people || !roles) return null
  const here = `/studio/${slug}/people`
  return (
    <Tabs
      label="People and roles"
      tabs={[
        { to: here, label: 'People', end: true },
        { to: `${here}/roles`, label: 'Roles' },
      ]}
    />
  )
}
