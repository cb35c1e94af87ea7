import type { ActionFunctionArgs } from '@remix-run/node'
import { methodNotAllowed } from '#app/http/api.server.ts'
import { readJson } from '#app/http/parse.server.ts'
import { passkeyOptions, PasskeyWish } from '#app/http/passkey-options.server.ts'
import { attemptJson } from '#app/http/refusal-response.server.ts'

/** What a browser asks a passkey with: for signing in, for confirming, or for making a new one. */
export function action(asked: ActionFunctionArgs) {
  return attemptJson(async () =>
    Response.json(await passkeyOptions(asked, await readJson(asked.request, PasskeyWish))),
  )
}

/** Nothing is shown at this address. */
export const loader = () => methodNotAllowed('POST')
