import type { Origin } from '#domain/audit/record.ts'
import type { Asked } from './guards.server.ts'

/** Where a request comes from, as the audit log keeps it. */
export const originOf = ({ request, context }: Asked): Origin => ({
  ipAddress: context.clientAddress,
  userAgent: request.headers.get('user-agent') ?? '',
})
