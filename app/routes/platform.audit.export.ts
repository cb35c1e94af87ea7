import type { LoaderFunctionArgs } from '@remix-run/node'
import { answerAuditCsv } from '#app/http/audit-csv.server.ts'
import { requirePlatformOwner } from '#app/http/guards.server.ts'

/** The whole log as it is narrowed, as CSV. */
export async function loader(asked: LoaderFunctionArgs) {
  const who = await requirePlatformOwner(asked)
  return answerAuditCsv({ ...asked, who })
}
