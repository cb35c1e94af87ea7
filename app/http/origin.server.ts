import type { Origin } from '#domain/audit/record.ts'
import type { RequestContext } from './context.ts'

/** Where a request comes from, as the audit log keeps it. */
export const originOf = ({
  request,
  context,
}: {
  readonly request: Request
  readonly context: RequestContext
}): Origin => ({
  ipAddress: context.clientAddress,
  userAgent: request.headers.get('user-agent') ?? '',
})
