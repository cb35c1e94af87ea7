import { Facts, Frame, Paragraph } from './frame.tsx'

export type PurchaseRefundedFacts = {
  name: string
  title: string
  seller: string
  amount: string
  date: string
  reference: string
}

export const purchaseRefundedSubject = ({ title }: Pick<PurchaseRefundedFacts, 'title'>) =>
  `Your refund for ${title}`

/** Says that the money is on its way back, and what that means for access. */
export function PurchaseRefunded({ name, title, seller, amount, date, reference }: PurchaseRefundedFacts) {
  return (
    <Frame preview={`${amount} is on its way back to you.`} title="Your money is on its way back">
      <Paragraph>
        Hello {name}, your purchase of {title} was refunded. Banks usually show it within five to ten days.
        The title has left your library.
      </Paragraph>
      <Facts
        rows={[
          ['What', title],
          ['From', seller],
          ['Refunded', amount],
          ['Date', date],
          ['Reference', reference],
        ]}
      />
    </Frame>
  )
}
