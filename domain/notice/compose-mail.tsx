import type { ReactElement } from 'react'
import { render, toPlainText } from 'react-email'
import type { ActorTx } from '#db/actor.ts'
import { formatMoney } from '#platform/money.ts'
import { PurchaseReceipt, purchaseReceiptSubject } from './mails/purchase-receipt.tsx'
import { PurchaseRefunded, purchaseRefundedSubject } from './mails/purchase-refunded.tsx'
import { SupportAccess, supportAccessSubject } from './mails/support-access.tsx'
import { Welcome, welcomeSubject } from './mails/welcome.tsx'
import {
  findPurchaseFacts,
  findRecipientName,
  findSupportFacts,
  type PromisedMail,
  type PurchaseFacts,
} from './queries.ts'
import { formatDay, formatMoment } from './rules.ts'

type Draft = { readonly subject: string; readonly body: ReactElement }
export type ComposedMail = { readonly subject: string; readonly html: string; readonly text: string }

/** Reads what a promised mail tells of. Throws when its kind or its facts are unknown: such a mail cannot be written. */
export async function draftMail(tx: ActorTx, mail: PromisedMail, appUrl: string): Promise<Draft> {
  const name = (mail.userId && (await findRecipientName(tx, mail.userId))) || 'there'
  switch (mail.emailType) {
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
    case 'support_access': {
      const { about } = mail
      const facts = about.supportSessionId ? await findSupportFacts(tx, about.supportSessionId) : undefined
      if (!facts) throw new Error('the support session that a mail tells of is not there')
      const { supporter, reason, startedAt, expiresAt } = facts
      const told = { name, supporter, reason, start: formatMoment(startedAt), end: formatMoment(expiresAt) }
      return { subject: supportAccessSubject, body: <SupportAccess {...told} /> }
    }
    default:
      throw new Error(`no template for a mail of the kind ${mail.emailType}`)
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
