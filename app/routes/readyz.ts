import type { LoaderFunctionArgs } from '@remix-run/node'
import { checkParts } from '#app/http/readiness.server.ts'
import { ping } from '#db/ping.ts'
import { readSweeps } from '#platform/sweep-record.ts'

/**
 * Whether this process can serve: every part it needs, and how long each took to answer. 503 when one is down. How the
 * workers' sweeps went stands beside it, and does not count.
 */
export async function loader({ context }: LoaderFunctionArgs) {
  const { asActor, needs } = context
  const { isReady, parts } = await checkParts({
    postgres: () => asActor({ kind: 'guest' }, ping, 'read'),
    redis: () => needs.redis.ping(),
    storage: () => needs.storage.check(),
  })
  const sweeps = parts.redis.ok ? await readSweeps(needs.redis, needs.env.REDIS_PREFIX).catch(() => ({})) : {}
  return Response.json(
    { status: isReady ? 'ok' : 'unavailable', parts, sweeps },
    { status: isReady ? 200 : 503 },
  )
}
