import type { ReactElement } from 'react'
import { render, toPlainText } from 'react-email'
import type { ActorTx } from '#db/actor.ts'
import { formatMoney } from '#platform/money.ts'
import {
  AccountDisabled,
  accountDisabledSubject,
  AccountEnabled,
  accountEnabledSubject,
} from './mails/account-state.tsx'
import { AlreadyRegistered, alreadyRegisteredSubject } from './mails/already-registered.tsx'
import { changeEmailSubject, LeaveAddress, TakeAddress } from './mails/change-email.tsx'
import { EmailChanged, emailChangedSubject } from './mails/email-changed.tsx'
import { PasswordChanged, passwordChangedSubject } from './mails/password-changed.tsx'
import { draftInvitation } from './draft-invitation.tsx'
import { draftLeaving, isOfLeaving } from './draft-leaving.tsx'
import { draftPayment, isOfPayment } from './draft-payment.tsx'
import { DomainLost, domainLostSubject } from './mails/domain-lost.tsx'
import { PurchaseReceipt, purchaseReceiptSubject } from './mails/purchase-receipt.tsx'
import { PurchaseRefunded, purchaseRefundedSubject } from './mails/purchase-refunded.tsx'
import { ResetPassword, resetPasswordSubject } from './mails/reset-password.tsx'
import { VerifyEmail, verifyEmailSubject } from './mails/verify-email.tsx'
import { SecondFactorNotice, secondFactorSubjects } from './mails/second-factor-notice.tsx'
import { SupportAccess, supportAccessSubject } from './mails/support-access.tsx'
import { Welcome, welcomeSubject } from './mails/welcome.tsx'
import { linkUrl } from './link-url.ts'
import { mailKinds } from './mail-kinds.ts'
import {
  findLinkEmail,
  findOrganizationName,
  findPurchaseFacts,
  findRecipientName,
  findSupportFacts,
  type PromisedMail,
  type PurchaseFacts,
} from './queries.ts'
import { formatDay, formatMoment } from './rules.ts'
import type { Stationery } from './stationery.ts'

/** A mail before it is written out. */
export type Draft = { readonly subject: string; readonly body: ReactElement }
export type ComposedMail = { readonly subject: string; readonly html: string; readonly text: string }

/** Reads what a promised mail tells of. Throws when its kind or its facts are unknown: such a mail cannot be written. */
export async function draftMail(tx: ActorTx, mail: PromisedMail, stationery: Stationery): Promise<Draft> {
  const { appUrl } = stationery
  const name = (mail.userId && (await findRecipientName(tx, mail.userId))) || 'there'
  const kind = mailKinds.find((known) => known === mail.emailType)
  if (!kind) throw new Error(`no template for a mail of the kind ${mail.emailType}`)
  if (isOfLeaving(kind)) return draftLeaving(tx, mail, { name, appUrl })
  if (isOfPayment(kind)) return draftPayment(tx, mail, { name, appUrl })
  switch (kind) {
    case 'verify_email':
      return {
        subject: verifyEmailSubject,
        body: <VerifyEmail name={name} verifyUrl={linkUrl(mail, stationery)} />,
      }
    case 'already_registered':
      return {
        subject: alreadyRegisteredSubject,
        body: (
          <AlreadyRegistered
            name={name}
            loginUrl={new URL('/login', appUrl).href}
            resetUrl={new URL('/reset', appUrl).href}
          />
        ),
      }
    case 'reset_password':
      return {
        subject: resetPasswordSubject,
        body: <ResetPassword name={name} resetUrl={linkUrl(mail, stationery)} />,
      }
    case 'password_changed':
      return {
        subject: passwordChangedSubject,
        body: <PasswordChanged name={name} resetUrl={new URL('/reset', appUrl).href} />,
      }
    case 'change_email_old':
    case 'change_email_new': {
      const newEmail = mail.about.tokenId && (await findLinkEmail(tx, mail.about.tokenId))
      if (!newEmail) throw new Error('the change that a mail tells of is not there')
      const told = { name, newEmail, confirmUrl: linkUrl(mail, stationery) }
      const isOld = kind === 'change_email_old'
      return {
        subject: changeEmailSubject,
        body: isOld ? <LeaveAddress {...told} /> : <TakeAddress {...told} />,
      }
    }
    case 'email_changed':
      return { subject: emailChangedSubject, body: <EmailChanged name={name} /> }
    case 'welcome':
      return { subject: welcomeSubject, body: <Welcome name={name} homeUrl={appUrl} /> }
    case 'purchase_receipt': {
      const facts = await purchaseOf(tx, mail)
      const told = { ...describe(facts), name, amount: formatMoney(facts.amountCents, facts.currency) }
      const date = formatDay(facts.purchasedAt ?? new Date())
      return {
        subject: purchaseReceiptSubject(told),
        body: <PurchaseReceipt {...told} date={date} watchUrl={watchUrl(facts, appUrl)} />,
      }
    }
    case 'purchase_refunded': {
      const facts = await purchaseOf(tx, mail)
      const amount = formatMoney(facts.refundCents || facts.amountCents, facts.currency)
      const told = { ...describe(facts), name, amount, date: formatDay(facts.refundedAt ?? new Date()) }
      return { subject: purchaseRefundedSubject(told), body: <PurchaseRefunded {...told} /> }
    }
    case 'second_factor_added':
    case 'second_factor_removed':
    case 'recovery_code_used': {
      const told = { name, change: kind, factor: mail.about.factor ?? '' }
      return {
        subject: secondFactorSubjects[kind],
        body: <SecondFactorNotice {...told} securityUrl={new URL('/account/security', appUrl).href} />,
      }
    }
    case 'invitation':
      return draftInvitation(tx, mail, stationery)
    case 'domain_lost': {
      const { organizationId = '', domain = '' } = mail.about
      const organization = await findOrganizationName(tx, organizationId)
      if (!organization || !domain) throw new Error('the organization that a mail tells of is not there')
      const settingsUrl = new URL(`/studio/${organization.slug}/settings/domain`, appUrl).href
      return {
        subject: domainLostSubject(domain),
        body: (
          <DomainLost
            name={name}
            organization={organization.name}
            domain={domain}
            settingsUrl={settingsUrl}
          />
        ),
      }
    }
    case 'support_access': {
      const { about } = mail
      const facts = about.supportSessionId ? await findSupportFacts(tx, about.supportSessionId) : undefined
      if (!facts) throw new Error('the support session that a mail tells of is not there')
      const { supporter, reason, startedAt, expiresAt } = facts
      const told = { name, supporter, reason, start: formatMoment(startedAt), end: formatMoment(expiresAt) }
      return { subject: supportAccessSubject, body: <SupportAccess {...told} /> }
    }
    case 'account_disabled':
      return {
        subject: accountDisabledSubject,
        body: <AccountDisabled name={name} reason={mail.about.reason ?? ''} />,
      }
    case 'account_enabled': {
      const told = { name, reason: mail.about.reason ?? '', loginUrl: new URL('/login', appUrl).href }
      return { subject: accountEnabledSubject, body: <AccountEnabled {...told} /> }
    }
  }
}

/** A draft as HTML and as plain text. The subject is one line, whatever its title holds. */
export async function renderMail({ subject, body }: Draft): Promise<ComposedMail> {
  const html = await render(body)
  return { subject: subject.replaceAll(/\s+/g, ' '), html, text: toPlainText(html) }
}

async function purchaseOf(tx: ActorTx, { about }: PromisedMail): Promise<PurchaseFacts> {
  const facts = about.purchaseId ? await findPurchaseFacts(tx, about.purchaseId) : undefined
  if (!facts) throw new Error('the purchase that a mail tells of is not there')
  return facts
}

const describe = ({ title, organizationName, purchaseId }: PurchaseFacts) => ({
  title,
  seller: organizationName ?? 'Codex',
  reference: purchaseId.slice(0, 8).toUpperCase(),
})

const watchUrl = ({ organizationSlug, slug }: PurchaseFacts, appUrl: string) =>
  new URL(organizationSlug ? `/${organizationSlug}/${slug}` : '/library', appUrl).href
