import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { loadAuditPage } from '#app/http/audit-page.server.ts'
import { requirePlatformOwner } from '#app/http/guards.server.ts'
import { AuditLog } from '#app/ui/audit/audit-log.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'

export const meta: MetaFunction = () => pageMeta('Audit log', 'Platform')

/** Everything that happened anywhere, for the platform owner. */
export async function loader(asked: LoaderFunctionArgs) {
  const who = await requirePlatformOwner(asked)
  return loadAuditPage({ ...asked, who })
}

export default function PlatformAudit() {
  return <AuditLog {...useLoaderData<typeof loader>()} here="/platform/audit" />
}
