import { redirect, type ActionFunctionArgs } from '@remix-run/node'
import { requireUser } from '#app/http/guards.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { keeperOf, refreshSessionsOf } from '#app/http/session.server.ts'
import { endSupport } from '#domain/account/end-support.ts'

/** Ends support mode, and leads back to where it began. */
export async function action(asked: ActionFunctionArgs) {
  const { session } = await requireUser(asked)
  if (!session.support) return redirect('/')
  await asked.context.asActor(keeperOf(session), (tx) =>
    endSupport(tx, { sessionId: session.id, origin: originOf(asked) }),
  )
  await refreshSessionsOf(asked.context, [session.support.supporter.id])
  return redirect('/platform/people')
}

/** Nothing is shown at this address. */
export function loader() {
  return redirect('/')
}
