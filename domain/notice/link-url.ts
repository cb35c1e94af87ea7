import { linkToken } from '#platform/token.ts'
import type { Stationery } from './stationery.ts'
import type { PromisedMail } from './queries.ts'

/** Where each kind of link is used. */
const pages: Record<string, string> = {
  verify_email: '/verify',
  reset_password: '/reset',
  change_email_old: '/verify',
  change_email_new: '/verify',
}

/** The link of a promised mail, made of the id of the row that keeps its hash; where to go on to travels along. */
export function linkUrl({ emailType, about }: PromisedMail, { appUrl, linkSecret }: Stationery): string {
  const page = pages[emailType]
  if (!page || !about.tokenId) throw new Error(`no link for a mail of the kind ${emailType}`)
  const url = new URL(page, appUrl)
  url.searchParams.set('token', linkToken(linkSecret, emailType, about.tokenId))
  if (about.redirectTo && about.redirectTo !== '/') url.searchParams.set('redirectTo', about.redirectTo)
  return url.href
}
