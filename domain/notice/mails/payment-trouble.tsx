import { Action, Facts, Frame, Paragraph } from './frame.tsx'

export type PaymentTroubleFacts = {
  name: string
  title: string
  seller: string
  /** What the post costs. */
  price: string
}

export const paymentFailedSubject = ({ title }: Pick<PaymentTroubleFacts, 'title'>) =>
  `Your payment for ${title} didn’t go through`

/** Says that a bank refused a payment that had looked well, and the way to try again. */
export function PaymentFailed({
  name,
  title,
  seller,
  price,
  retryUrl,
}: PaymentTroubleFacts & { retryUrl: string }) {
  return (
    <Frame preview="Nothing was charged. You can try again." title="Your payment didn’t go through">
      <Paragraph>
        Hello {name}, your bank didn’t confirm your payment for {title}, so nothing was charged. You can try
        again with the same bank account or another way to pay.
      </Paragraph>
      <PaymentFacts title={title} seller={seller} price={price} />
      <Action href={retryUrl}>Try again</Action>
    </Frame>
  )
}

export const paymentReturnedSubject = ({ title }: Pick<PaymentTroubleFacts, 'title'>) =>
  `We’re returning your payment for ${title}`

/** Says that a payment was not what the post costs, so that it goes back. */
export function PaymentReturned({
  name,
  title,
  seller,
  price,
  purchasesUrl,
}: PaymentTroubleFacts & { purchasesUrl: string }) {
  return (
    <Frame preview="You’ll get all of it back." title="We’re returning your payment">
      <Paragraph>
        Hello {name}, your payment for {title} didn’t match its price, so we didn’t complete the purchase.
        You’ll get everything back that was charged. Banks usually show it within five to ten days. You did
        nothing wrong, and we’re looking into it.
      </Paragraph>
      <PaymentFacts title={title} seller={seller} price={price} />
      <Action href={purchasesUrl}>See your purchases</Action>
    </Frame>
  )
}

function PaymentFacts({ title, seller, price }: Omit<PaymentTroubleFacts, 'name'>) {
  return (
    <Facts
      rows={[
        ['What', title],
        ['From', seller],
        ['Price', price],
      ]}
    />
  )
}
