import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { loadAuditPage } from '#app/http/audit-page.server.ts'
import { requirePermission } from '#app/http/guards.server.ts'
import { AuditLog } from '#app/ui/audit/audit-log.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta('Audit log', data?.organization.name)

/** What happened in the organization, for its owner and whoever may read the log. */
export async function loader(asked: LoaderFunctionArgs) {
  const who = await requirePermission(asked, asked.params.org, 'audit.view')
  const { slug, name } = who.membership.organization
  return { ...(await loadAuditPage({ ...asked, who })), organization: { slug, name } }
}

export default function OrganizationAudit() {
  const { organization, ...log } = useLoaderData<typeof loader>()
  return <AuditLog {...log} here={`/studio/${organization.slug}/audit`} />
}
