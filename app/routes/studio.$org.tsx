import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useLoaderData } from '@remix-run/react'
import { refuseEntry, requireMember } from '#app/http/guards.server.ts'
import { studioSections } from '#app/http/studio-sections.server.ts'
import { UploadProvider } from '#app/ui/upload/upload-context.tsx'
import { UploadTray } from '#app/ui/upload/upload-tray.tsx'
import { StudioShell } from '#app/ui/layout/studio-shell.tsx'

/** The studio's door, and the places this person may open in it. */
export async function loader(asked: LoaderFunctionArgs) {
  const member = await requireMember(asked, asked.params.org)
  const { membership } = member
  const { slug, name } = membership.organization
  const sections = studioSections(membership)
  if (sections.length === 0) throw await refuseEntry(asked, member)
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
