import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerAuditCsv } from '#app/http/audit-csv.server.ts'
import { requirePermission } from '#app/http/guards.server.ts'

/** The organization's log as it is narrowed, as CSV. */
export async function loader(asked: LoaderFunctionArgs) {
  const who = await requirePermission(asked, asked.params.org, 'audit.view')
  return answerAuditCsv({ ...asked, who })
}
