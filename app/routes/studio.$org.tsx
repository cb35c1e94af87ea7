import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useLoaderData } from '@remix-run/react'
import { requireCreator } from '#app/http/guards.server.ts'
import { UploadProvider } from '#app/ui/upload/upload-context.tsx'
import { UploadTray } from '#app/ui/upload/upload-tray.tsx'
import { StudioShell, type StudioSection } from '#app/ui/layout/studio-shell.tsx'

/** The studio's door, and the places this person may open in it. */
export async function loader(asked: LoaderFunctionArgs) {
  const { membership } = await requireCreator(asked, asked.params.org)
  const { slug, name } = membership.organization
  const sections: StudioSection[] = ['media', 'content', 'transcoding']
  if (membership.role !== 'creator') sections.push('sales')
  if (membership.role === 'owner') sections.push('settings')
  return { organization: { slug, name }, sections }
}

export default function StudioLayout() {
  const { organization, sections } = useLoaderData<typeof loader>()
  return (
    <UploadProvider>
      <StudioShell organization={organization} sections={sections}>
        <Outlet />
      </StudioShell>
      <UploadTray />
    </UploadProvider>
  )
}
