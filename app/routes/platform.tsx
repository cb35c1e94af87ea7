import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet } from '@remix-run/react'
import { requirePlatformOwner } from '#app/http/guards.server.ts'
import { PlatformShell } from '#app/ui/layout/platform-shell.tsx'

/** The platform's door: for anybody but the platform owner it is not there. */
export async function loader(asked: LoaderFunctionArgs) {
  await requirePlatformOwner(asked)
  return null
}

export default function PlatformLayout() {
  return (
    <PlatformShell>
      <Outlet />
    </PlatformShell>
  )
}
