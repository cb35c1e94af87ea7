import { Notice } from '../kit/notice.tsx'

/** Said in place of the way to pay while a bank has yet to confirm a payment, so that nobody pays twice. */
export function PaymentPending() {
  return (
    <Notice tone="info" title="Your payment is on its way">
      Your bank has not confirmed it yet. This opens for you the moment it does, and you get a mail.
    </Notice>
  )
}
