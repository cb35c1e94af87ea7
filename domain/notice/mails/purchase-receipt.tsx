import { Action, Facts, Frame, Paragraph } from './frame.tsx'

export type PurchaseReceiptFacts = {
  name: string
  title: string
  seller: string
  amount: string
  date: string
  reference: string
  watchUrl: string
}

export const purchaseReceiptSubject = ({ title }: Pick<PurchaseReceiptFacts, 'title'>) =>
  `Your receipt for ${title}`

/** Proof of a payment, and the way to what was bought. */
export function PurchaseReceipt({
  name,
  title,
  seller,
  amount,
  date,
  reference,
  watchUrl,
}: PurchaseReceiptFacts) {
  return (
    <Frame preview={`${amount} paid to ${seller}. It is in your library.`} title={`${title} is yours`}>
      <Paragraph>Thank you, {name}. Your payment arrived, and you can watch right away.</Paragraph>
      <Facts
        rows={[
          ['What', title],
          ['From', seller],
          ['Paid', amount],
          ['Date', date],
          ['Reference', reference],
        ]}
      />
      <Action href={watchUrl}>Open {title}</Action>
    </Frame>
  )
}
