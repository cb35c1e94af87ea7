import type { RequestContext } from './context.ts'
import { countTry } from './rate-limit.server.ts'
import { recordRefused } from './record-read.server.ts'
import type { SignedInSession } from './session.server.ts'
import { isRefusal } from '#platform/refusal.ts'

/** Loaders of one page ask together, and people press twice: that is one refusal. */
const sameSeconds = 60

/**
 * Writes down that somebody asked for a place of the studio or the platform that is not theirs: once a minute for a person and
 * a place, and no more of one person than anybody needs to know. `organizationId`: where they belong, but may not do this.
 */
export async function recordRefusedEntry(
  asked: { readonly request: Request; readonly context: RequestContext },
  session: SignedInSession,
  { path, organizationId }: { path: string; organizationId?: string | undefined },
): Promise<void> {
  const { needs } = asked.context
  const place = path.slice(0, 200)
  const key = `${needs.env.REDIS_PREFIX}:refused:${session.person.id}:${place}`
  const isAgain = (await needs.redis.set(key, 1, 'EX', sameSeconds, 'NX').catch(() => 'OK')) === null
  if (isAgain) return
  try {
    await countTry(needs, 'refusedEntry', session.person.id)
  } catch (error) {
    if (isRefusal(error)) return
    throw error
  }
  await recordRefused(asked, session, {
    action: 'access.enter',
    organizationId: organizationId ?? null,
    subjectType: 'address',
    subjectId: place,
  })
}
