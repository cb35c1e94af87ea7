import type { LoaderFunctionArgs } from '@remix-run/node'
import { checkParts } from '#app/http/readiness.server.ts'
import { ping } from '#db/ping.ts'

/** Whether this process can serve: every part it needs, and how long each took to answer. 503 when one is down. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { asActor, needs } = context
  const { isReady, parts } = await checkParts({
    postgres: () => asActor({ kind: 'guest' }, ping, 'read'),
    redis: () => needs.redis.ping(),
    storage: () => needs.storage.check(),
  })
  return Response.json({ status: isReady ? 'ok' : 'unavailable', parts }, { status: isReady ? 200 : 503 })
}
