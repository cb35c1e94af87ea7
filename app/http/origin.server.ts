import type { Origin } from '#domain/audit/record.ts'
import type { Asked } from './guards.server.ts'

/** Where a request came from, for the audit log. */
export const originOf = ({ request, context }: Asked): Origin => ({
  ipAddress: context.clientAddress,
  userAgent: request.headers.get('user-agent') ?? '',
})
