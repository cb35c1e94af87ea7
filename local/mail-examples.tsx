import { renderMail, type ComposedMail, type Draft } from '#domain/notice/compose-mail.tsx'
import { mailKinds, type MailKind } from '#domain/notice/mail-kinds.ts'
import {
  AccountDisabled,
  accountDisabledSubject,
  AccountEnabled,
  accountEnabledSubject,
} from '#domain/notice/mails/account-state.tsx'
import { AccountDeleted, accountDeletedSubject } from '#domain/notice/mails/account-deleted.tsx'
import { AlreadyRegistered, alreadyRegisteredSubject } from '#domain/notice/mails/already-registered.tsx'
import { changeEmailSubject, LeaveAddress, TakeAddress } from '#domain/notice/mails/change-email.tsx'
import { DeletionCancelled, deletionCancelledSubject } from '#domain/notice/mails/deletion-cancelled.tsx'
import { DeletionNotice, deletionSubject } from '#domain/notice/mails/deletion-notice.tsx'
import { DomainLost, domainLostSubject } from '#domain/notice/mails/domain-lost.tsx'
import { EmailChanged, emailChangedSubject } from '#domain/notice/mails/email-changed.tsx'
import { ExportReady, exportReadySubject } from '#domain/notice/mails/export-ready.tsx'
import { Invitation, invitationSubject } from '#domain/notice/mails/invitation.tsx'
import { PasswordChanged, passwordChangedSubject } from '#domain/notice/mails/password-changed.tsx'
import { PaymentProblem, paymentProblemSubject } from '#domain/notice/mails/payment-problem.tsx'
import {
  PaymentFailed,
  paymentFailedSubject,
  PaymentReturned,
  paymentReturnedSubject,
} from '#domain/notice/mails/payment-trouble.tsx'
import { PurchaseReceipt, purchaseReceiptSubject } from '#domain/notice/mails/purchase-receipt.tsx'
import { PurchaseRefunded, purchaseRefundedSubject } from '#domain/notice/mails/purchase-refunded.tsx'
import { ResetPassword, resetPasswordSubject } from '#domain/notice/mails/reset-password.tsx'
import { SecondFactorNotice, secondFactorSubjects } from '#domain/notice/mails/second-factor-notice.tsx'
import { SupportAccess, supportAccessSubject } from '#domain/notice/mails/support-access.tsx'
import { VerifyEmail, verifyEmailSubject } from '#domain/notice/mails/verify-email.tsx'
import { Welcome, welcomeSubject } from '#domain/notice/mails/welcome.tsx'

const name = 'Carl Customer'
const at = (path: string) => new URL(path, 'http://localhost:3000').href
const change = { name, newEmail: 'carl@new.example', confirmUrl: at('/verify?token=example') }
const purchase = {
  ...{ name, title: 'Slow mornings', seller: 'Stillwater Yoga', amount: '€19.50' },
  ...{ date: '21 November 2026', reference: '3F0A91C2' },
}
const payment = { name, title: purchase.title, seller: purchase.seller, price: purchase.amount }
const invitation = {
  ...{ organization: 'Stillwater Yoga', inviter: 'Maya Maker', as: 'creator', email: 'carl@codex.example' },
  ...{ until: '28 November 2026', inviteUrl: at('/invite/example') },
}
const support = {
  ...{ name, supporter: 'Ada Owner', reason: 'You wrote that a film you bought does not play' },
  ...{ start: '21 November 2026 at 14:03 UTC', end: '21 November 2026 at 14:33 UTC' },
}
const factor = (kind: keyof typeof secondFactorSubjects, which: string): Draft => ({
  subject: secondFactorSubjects[kind],
  body: <SecondFactorNotice name={name} change={kind} factor={which} securityUrl={at('/account/security')} />,
})

const dataUrl = at('/account/data')
const deletion = (isReminder: boolean): Draft => {
  const told = { name, day: '21 December 2026', isReminder, dataUrl }
  return { subject: deletionSubject(told), body: <DeletionNotice {...told} /> }
}

const drafts: Record<MailKind, Draft> = {
  export_ready: {
    subject: exportReadySubject,
    body: <ExportReady name={name} until="28 November 2026" dataUrl={dataUrl} />,
  },
  deletion_requested: deletion(false),
  deletion_reminder: deletion(true),
  deletion_cancelled: {
    subject: deletionCancelledSubject,
    body: <DeletionCancelled name={name} passwordUrl={at('/account/password')} />,
  },
  account_deleted: {
    subject: accountDeletedSubject,
    body: <AccountDeleted name={name} homeUrl={at('/')} />,
  },
  verify_email: {
    subject: verifyEmailSubject,
    body: <VerifyEmail name={name} verifyUrl={at('/verify?token=example')} />,
  },
  already_registered: {
    subject: alreadyRegisteredSubject,
    body: <AlreadyRegistered name={name} loginUrl={at('/login')} resetUrl={at('/reset')} />,
  },
  welcome: { subject: welcomeSubject, body: <Welcome name={name} homeUrl={at('/')} /> },
  reset_password: {
    subject: resetPasswordSubject,
    body: <ResetPassword name={name} resetUrl={at('/reset?token=example')} />,
  },
  password_changed: {
    subject: passwordChangedSubject,
    body: <PasswordChanged name={name} resetUrl={at('/reset')} />,
  },
  change_email_old: { subject: changeEmailSubject, body: <LeaveAddress {...change} /> },
  change_email_new: { subject: changeEmailSubject, body: <TakeAddress {...change} /> },
  email_changed: { subject: emailChangedSubject, body: <EmailChanged name={name} /> },
  second_factor_added: factor('second_factor_added', 'passkey'),
  second_factor_removed: factor('second_factor_removed', 'totp'),
  recovery_code_used: factor('recovery_code_used', 'recovery_code'),
  account_disabled: {
    subject: accountDisabledSubject,
    body: <AccountDisabled name={name} reason="Payments with cards that were reported stolen" />,
  },
  account_enabled: {
    subject: accountEnabledSubject,
    body: <AccountEnabled name={name} reason="It was a mistake of ours" loginUrl={at('/login')} />,
  },
  support_access: { subject: supportAccessSubject, body: <SupportAccess {...support} /> },
  invitation: { subject: invitationSubject(invitation), body: <Invitation {...invitation} /> },
  domain_lost: {
    subject: domainLostSubject('films.example.com'),
    body: (
      <DomainLost
        name={name}
        organization="Stillwater Yoga"
        domain="films.example.com"
        settingsUrl={at('/studio/stillwater/settings/domain')}
      />
    ),
  },
  purchase_receipt: {
    subject: purchaseReceiptSubject(purchase),
    body: <PurchaseReceipt {...purchase} watchUrl={at('/stillwater/slow-mornings')} />,
  },
  purchase_refunded: {
    subject: purchaseRefundedSubject(purchase),
    body: <PurchaseRefunded {...purchase} />,
  },
  payment_failed: {
    subject: paymentFailedSubject(payment),
    body: <PaymentFailed {...payment} retryUrl={at('/checkout/example')} />,
  },
  payment_returned: {
    subject: paymentReturnedSubject(payment),
    body: <PaymentReturned {...payment} purchasesUrl={at('/purchases')} />,
  },
  payment_problem: {
    subject: paymentProblemSubject,
    body: (
      <PaymentProblem
        {...{ name: 'Ada Owner', title: purchase.title, asked: purchase.amount, paid: '€23.21' }}
        paymentsUrl={at('/platform/payments')}
      />
    ),
  },
}

/** Every kind of mail with example data, as it is sent. */
export async function renderExamples(): Promise<Record<MailKind, ComposedMail>> {
  const rendered = await Promise.all(
    mailKinds.map(async (kind) => [kind, await renderMail(drafts[kind])] as const),
  )
  return Object.fromEntries(rendered) as Record<MailKind, ComposedMail>
}
