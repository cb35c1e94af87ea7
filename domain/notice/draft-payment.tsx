import type { ReactElement } from 'react'
import type { ActorTx } from '#db/actor.ts'
import { formatMoney } from '#platform/money.ts'
import { PaymentProblem, paymentProblemSubject } from './mails/payment-problem.tsx'
import {
  PaymentFailed,
  paymentFailedSubject,
  PaymentReturned,
  paymentReturnedSubject,
} from './mails/payment-trouble.tsx'
import { findCheckoutFacts, findProblemFacts } from './payment-queries.ts'
import type { PromisedMail } from './queries.ts'

const kinds = ['payment_failed', 'payment_returned', 'payment_problem'] as const
type Kind = (typeof kinds)[number]

/** Is it about a payment that became no purchase? */
export const isOfPayment = (emailType: string): emailType is Kind => kinds.includes(emailType as Kind)

/** The mails about payments that became no purchase. Throws when what they tell of is not there. */
export async function draftPayment(
  tx: ActorTx,
  { about, emailType }: PromisedMail,
  { name, appUrl }: { name: string; appUrl: string },
): Promise<{ subject: string; body: ReactElement }> {
  const facts =
    emailType === 'payment_problem'
      ? await findProblemFacts(tx, about.problemId)
      : await findCheckoutFacts(tx, about.checkoutId)
  if (!facts) throw new Error('the payment that a mail tells of is not there')
  const { title, contentId } = facts
  const price = formatMoney(facts.amountCents, facts.currency)
  const told = { name, title, price, seller: facts.organizationName ?? 'Codex' }
  switch (emailType as Kind) {
    case 'payment_failed': {
      const retryUrl = new URL(`/checkout/${contentId}`, appUrl).href
      return { subject: paymentFailedSubject(told), body: <PaymentFailed {...told} retryUrl={retryUrl} /> }
    }
    case 'payment_returned': {
      const purchasesUrl = new URL('/purchases', appUrl).href
      return {
        subject: paymentReturnedSubject(told),
        body: <PaymentReturned {...told} purchasesUrl={purchasesUrl} />,
      }
    }
    case 'payment_problem': {
      const paid = formatMoney(facts.paidCents ?? 0, facts.paidCurrency ?? facts.currency)
      const paymentsUrl = new URL('/platform/payments', appUrl).href
      return {
        subject: paymentProblemSubject,
        body: <PaymentProblem {...{ name, title, asked: price, paid, paymentsUrl }} />,
      }
    }
  }
}
