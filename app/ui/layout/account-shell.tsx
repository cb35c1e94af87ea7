import type { ReactNode } from 'react'
import { Tabs } from '../kit/tabs.tsx'
import type { Tab } from '../kit/tabs.tsx'
import { SiteShell } from './site-shell.tsx'

const places: readonly Tab[] = [
  { to: '/library', label: 'Library' },
  { to: '/purchases', label: 'Purchases' },
  { to: '/account/profile', label: 'Profile' },
  { to: '/account/security', label: 'Security' },
  { to: '/account/devices', label: 'Devices' },
  { to: '/account/organizations', label: 'Organizations' },
  { to: '/account/data', label: 'Your data' },
]

/** One's own pages: what one has, and one's account. */
export function AccountShell({ children }: { children: ReactNode }) {
  return (
    <SiteShell>
      <Tabs label="Your pages" tabs={places} />
      {children}
    </SiteShell>
  )
}
