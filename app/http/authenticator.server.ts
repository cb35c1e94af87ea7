import { Authenticator } from 'remix-auth'
import { FormStrategy } from 'remix-auth-form'
import { SignIn } from '#domain/account/rules.ts'
import type { SessionPerson } from '#domain/account/sessions.ts'
import { signIn } from '#domain/account/sign-in.ts'
import { tryAtAccount } from './account-tries.server.ts'
import type { RequestContext } from './context.ts'
import { originOf } from './origin.server.ts'
import { parseOrRefuse } from './parse.server.ts'

/** The way to become somebody: `sign-in`, by form. `authenticate` answers the person or throws a Refusal; it reads the request's body. */
export function authenticatorFor(context: RequestContext) {
  const bySignIn = new FormStrategy<SessionPerson>(async ({ form, request }) => {
    const credentials = parseOrRefuse(Object.fromEntries(form), SignIn)
    const asked = { request, context }
    return tryAtAccount(asked, 'password', credentials.email, () =>
      signIn(
        { asActor: context.asActor, supportEmail: context.needs.env.SUPPORT_EMAIL },
        credentials,
        originOf(asked),
      ),
    )
  })
  return new Authenticator<SessionPerson>().use(bySignIn, 'sign-in')
}
