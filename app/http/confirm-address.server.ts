import { data, redirect } from '@remix-run/node'
import { confirmEmailChange } from '#domain/account/change-email.ts'
import { findLink, type FoundLink } from '#domain/account/queries.ts'
import { refuseDeadLink } from '#domain/account/refuse-dead-link.ts'
import { takeOver } from '#domain/account/take-over.ts'
import { verifyEmail } from '#domain/account/verify-email.ts'
import { hurryMails } from '#domain/notice/hurry-mails.ts'
import { afterPassword } from './complete-sign-in.server.ts'
import { findVisitor, type Asked } from './guards.server.ts'
import { originOf } from './origin.server.ts'
import { hasRegistered } from './registered-cookie.server.ts'
import { forgetSessions, refreshSessionsOf } from './session.server.ts'

const guest = { kind: 'guest' } as const

/**
 * Must whoever opens this link choose a password? They hold the mailbox; who set the account up in another browser may be somebody
 * else.
 */
export async function mustChoosePassword(asked: Asked, link: FoundLink, token: string): Promise<boolean> {
  if (link.purpose !== 'verify_email' || link.isProved) return false
  if ((await findVisitor(asked)).person?.id === link.personId) return false
  return !(await hasRegistered(asked.context, asked.request, token))
}

/**
 * Uses a link that confirms an address, and goes on to `redirectTo`. The browser that registered is signed in with it; in any
 * other one chooses a password (`setPassword`). Refuses with `dead_link` or `address_not_usable`.
 */
export async function confirmAddress(asked: Asked, token: string, redirectTo: string) {
  const { context, request } = asked
  const origin = originOf(asked)
  const link = await context.asActor(guest, (tx) => findLink(tx, token), 'read')
  if (!link || link.purpose === 'reset_password' || (await mustChoosePassword(asked, link, token)))
    refuseDeadLink()
  if (link.purpose !== 'verify_email') {
    const { personId, isDone } = await context.asActor(guest, (tx) => confirmEmailChange(tx, token, origin))
    await refreshSessionsOf(context, [personId])
    await hurryMails(context.needs)
    return data({ change: isDone ? ('done' as const) : ('half' as const) })
  }
  const person = await context.asActor(guest, (tx) => verifyEmail(tx, token, origin))
  await refreshSessionsOf(context, [person.id])
  await hurryMails(context.needs)
  if ((await findVisitor(asked)).session) return redirect(redirectTo)
  if (await hasRegistered(context, request, token)) return afterPassword(asked, person, redirectTo)
  return redirect(`/login?${new URLSearchParams({ confirmed: '', redirectTo })}`)
}

/** Uses the link in another browser than the account's: with the password that is chosen there, and nothing from before. */
export async function confirmWithPassword(
  asked: Asked,
  token: string,
  password: string,
  redirectTo: string,
): Promise<Response> {
  const { context } = asked
  const { person, ended } = await takeOver(context.asActor, { token, password, origin: originOf(asked) })
  await forgetSessions(context.needs, ended)
  await hurryMails(context.needs)
  return afterPassword(asked, person, redirectTo)
}
