import type { ReactNode } from 'react'
import { Tabs, type Tab } from '../kit/tabs.tsx'
import { SiteShell } from './site-shell.tsx'

const places: readonly Tab[] = [
  { to: '/platform/people', label: 'People' },
  { to: '/platform/payments', label: 'Payments' },
  { to: '/platform/audit', label: 'Audit log' },
]

/** The platform owner's own pages. */
export function PlatformShell({ children }: { children: ReactNode }) {
  return (
    <SiteShell>
      <Tabs label="Platform" tabs={places} />
      {children}
    </SiteShell>
  )
}
