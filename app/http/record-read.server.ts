import { databaseCode } from '#db/actor.ts'
import { noteFor, recordAudit, type AuditEntry } from '#domain/audit/record.ts'
import { isRefusal } from '#platform/refusal.ts'
import { originOf } from './origin.server.ts'
import { keeperOf, type SignedInSession } from './session.server.ts'

type Asked = Parameters<typeof originOf>[0]
type Read = Omit<AuditEntry, 'origin'>

/** Pages ask for their data again by themselves: what one person sees again within so long is one look. */
const lookSeconds = 300

/**
 * Writes down a sensitive read, in a short transaction of its own; in support mode as the supporter. Whoever was put out of the
 * organization a moment ago is answered as anybody, and kept for the platform alone.
 */
export async function recordRead(asked: Asked, session: SignedInSession, read: Read): Promise<void> {
  await asked.context.asActor(keeperOf(session), async (tx) =>
    recordAudit(tx, {
      ...read,
      organizationId: await noteFor(tx, read.organizationId ?? null),
      origin: originOf(asked),
      detail: { ...read.detail, ...supportDetail(session) },
    }),
  )
}

/** Writes down what was refused, and never stands in the way of the answer: what cannot be kept is warned of. */
export async function recordRefused(asked: Asked, session: SignedInSession, read: Read): Promise<void> {
  try {
    await recordRead(asked, session, { ...read, result: 'refused' })
  } catch (error) {
    const { needs, requestId } = asked.context
    const { action } = read
    // The error itself tells the statement, and with it from where somebody asked.
    needs.log.warn({ action, reason: databaseCode(error), requestId }, 'a refusal could not be written down')
  }
}

/** `recordRead` for a page, whose loader runs again and again: once in five minutes for a session and what it looks at. */
export async function recordLook(asked: Asked, session: SignedInSession, read: Read): Promise<void> {
  const { redis, env } = asked.context.needs
  const what = [
    session.id,
    session.support?.id,
    read.action,
    read.organizationId,
    read.subjectId,
    read.result,
  ]
  const key = `${env.REDIS_PREFIX}:look:${what.join(':')}`
  const isAgain = (await redis.set(key, 1, 'EX', lookSeconds, 'NX').catch(() => 'OK')) === null
  if (!isAgain) await recordRead(asked, session, read)
}

/** Runs a sensitive read of somebody and writes down that it was refused, if it was. */
export async function recordRefusal<T>(
  asked: Asked,
  session: SignedInSession | null,
  read: Read,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (session && isRefusal(error)) await recordRefused(asked, session, read)
    throw error
  }
}

/** What an event of support mode says of it; nothing outside of it. */
export const supportDetail = ({ support, person }: SignedInSession): Record<string, string> =>
  support ? { supportSessionId: support.id, personId: person.id } : {}
