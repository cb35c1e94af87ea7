import { Action, Facts, Frame, Paragraph } from './frame.tsx'

export type PaymentProblemFacts = {
  name: string
  title: string
  asked: string
  paid: string
  paymentsUrl: string
}

export const paymentProblemSubject = 'A payment needs a look'

/** Tells a platform owner of a payment that could not be booked as a purchase. */
export function PaymentProblem({ name, title, asked, paid, paymentsUrl }: PaymentProblemFacts) {
  return (
    <Frame
      preview={`${paid} was paid where ${asked} was asked.`}
      title="A payment needs a look"
      why="You’re getting this email because you own this platform."
    >
      <Paragraph>
        Hello {name}, Stripe reports a payment that doesn’t fit its checkout. Nothing was sold, and the money
        is being refunded. If there are several, check whether taxes, promotion codes or prices by country are
        switched on at Stripe. We email you about this at most once an hour.
      </Paragraph>
      <Facts
        rows={[
          ['What', title],
          ['Asked', asked],
          ['Paid', paid],
        ]}
      />
      <Action href={paymentsUrl}>See the payments</Action>
    </Frame>
  )
}
