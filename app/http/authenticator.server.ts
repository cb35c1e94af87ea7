import { Authenticator } from 'remix-auth'
import { FormStrategy } from 'remix-auth-form'
import { SignIn } from '#domain/account/rules.ts'
import type { SessionPerson } from '#domain/account/sessions.ts'
import { signIn } from '#domain/account/sign-in.ts'
import type { RequestContext } from './context.ts'
import { originOf } from './origin.server.ts'
import { parseOrRefuse } from './parse.server.ts'
import { clientKey, countTry, forgetTries } from './rate-limit.server.ts'

/** The way to become somebody: `sign-in`, by form. `authenticate` answers the person or throws a Refusal; it reads the request's body. */
export function authenticatorFor(context: RequestContext) {
  const { needs, asActor, clientAddress } = context
  const client = clientKey(clientAddress)
  const bySignIn = new FormStrategy<SessionPerson>(async ({ form, request }) => {
    const credentials = parseOrRefuse(Object.fromEntries(form), SignIn)
    await countTry(needs, 'signIn', client)
    await countTry(needs, 'signInToAccount', client, credentials.email)
    const person = await signIn(asActor, credentials, originOf({ request, context }))
    await forgetTries(needs, 'signInToAccount', client, credentials.email)
    return person
  })
  return new Authenticator<SessionPerson>().use(bySignIn, 'sign-in')
}
