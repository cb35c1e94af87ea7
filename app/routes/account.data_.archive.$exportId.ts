import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { isFresh, notFoundResponse, requireUser } from '#app/http/guards.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { idParam } from '#app/http/parse.server.ts'
import { attempt } from '#app/http/refusal-response.server.ts'
import { linkExport } from '#domain/leaving/exports.ts'

/**
 * Sends somebody who has proved who they are within the last minutes on to the bytes of their archive; anybody else does that
 * first, and comes back to the page with the button. It holds more than support may see.
 */
export async function loader(asked: LoaderFunctionArgs) {
  const exportId = idParam(asked.params.exportId)
  const signedIn = await requireUser(asked)
  if (signedIn.session.support) throw notFoundResponse()
  if (!(await isFresh(asked, signedIn)))
    throw redirect(`/account/confirm?${new URLSearchParams({ redirectTo: '/account/data' })}`)
  const { actor, person } = signedIn
  const { asActor, needs } = asked.context
  const url = await attempt(() =>
    asActor(actor, (tx) =>
      linkExport(tx, needs.storage, { exportId, personId: person.id, origin: originOf(asked) }),
    ),
  )
  return redirect(url)
}
