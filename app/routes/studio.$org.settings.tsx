import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useLoaderData, useParams } from '@remix-run/react'
import { requireSettings } from '#app/http/settings.server.ts'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { Tabs } from '#app/ui/kit/tabs.tsx'

/** How the organization looks and reads; what decides over it is its owner's. */
export async function loader(asked: LoaderFunctionArgs) {
  const { membership } = await requireSettings(asked)
  return { isOwner: membership.role === 'owner' }
}

export default function SettingsLayout() {
  const { isOwner } = useLoaderData<typeof loader>()
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
          ...(isOwner
            ? [
                { to: `${here}/domain`, label: 'Domain' },
                { to: `${here}/security`, label: 'Security' },
                { to: `${here}/deletion`, label: 'Deletion' },
              ]
            : []),
        ]}
      />
      <div className="grid max-w-3xl gap-6">
        <Outlet />
      </div>
    </>
  )
}
