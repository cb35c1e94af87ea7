import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useParams } from '@remix-run/react'
import { requireSettings } from '#app/http/settings.server.ts'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { Tabs } from '#app/ui/kit/tabs.tsx'

/** What only an owner sets. */
export async function loader(asked: LoaderFunctionArgs) {
  await requireSettings(asked)
  return null
}

export default function SettingsLayout() {
  const { org } = useParams()
  const here = `/studio/${org}/settings`
  return (
    <>
      <PageHeader title="Settings" />
      <Tabs
        label="Settings"
        tabs={[
          { to: here, label: 'General', end: true },
          { to: `${here}/branding`, label: 'Branding' },
          { to: `${here}/storefront`, label: 'Storefront' },
          { to: `${here}/domain`, label: 'Domain' },
          { to: `${here}/security`, label: 'Security' },
          { to: `${here}/deletion`, label: 'Deletion' },
        ]}
      />
      <div className="grid max-w-3xl gap-6">
        <Outlet />
      </div>
    </>
  )
}
