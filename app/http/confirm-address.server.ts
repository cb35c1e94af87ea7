import { data, redirect } from '@remix-run/node'
import { confirmEmailChange } from '#domain/account/change-email.ts'
import { findLink } from '#domain/account/queries.ts'
import { refuseDeadLink } from '#domain/account/refuse-dead-link.ts'
import { verifyEmail } from '#domain/account/verify-email.ts'
import { hurryMails } from '#domain/notice/hurry-mails.ts'
import { afterPassword } from './complete-sign-in.server.ts'
import { findVisitor, type Asked } from './guards.server.ts'
import { originOf } from './origin.server.ts'
import { hasRegistered } from './registered-cookie.server.ts'
import { refreshSessionsOf } from './session.server.ts'

const guest = { kind: 'guest' } as const

/**
 * Uses a link that confirms an address, and goes on to `redirectTo`. The browser that registered is signed in with it; any
 * other has shown the mailbox but not the password, and is sent to sign in. Refuses with `dead_link` or `address_not_usable`.
 */
export async function confirmAddress(asked: Asked, token: string, redirectTo: string) {
  const { context, request } = asked
  const origin = originOf(asked)
  const link = await context.asActor(guest, (tx) => findLink(tx, token), 'read')
  if (!link || link.purpose === 'reset_password') refuseDeadLink()
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
  if (await hasRegistered(context, request, person.email)) return afterPassword(asked, person, redirectTo)
  return redirect(`/login?${new URLSearchParams({ confirmed: '', redirectTo })}`)
}
