import type { ReactElement } from 'react'
import { render, toPlainText } from 'react-email'
import type { ActorTx } from '#db/actor.ts'
import { formatMoney } from '#platform/money.ts'
import { DomainLost, domainLostSubject } from './mails/domain-lost.tsx'
import { PurchaseReceipt, purchaseReceiptSubject } from './mails/purchase-receipt.tsx'
import { PurchaseRefunded, purchaseRefundedSubject } from './mails/purchase-refunded.tsx'
import { Welcome, welcomeSubject } from './mails/welcome.tsx'
import {
  findOrganizationName,
  findPurchaseFacts,
  findRecipientName,
  type PromisedMail,
  type PurchaseFacts,
} from './queries.ts'
import { formatDay } from './rules.ts'

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
