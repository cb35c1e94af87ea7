import { MailCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { TextLink } from '../kit/button.tsx'
import { CenteredCard } from '../layout/centered-card.tsx'

/** A mail was sent, or would have been: what to do now. `again` is the page to ask for another one on. */
export function MailOnItsWay({ to, again, children }: { to: string; again: string; children: ReactNode }) {
  return (
    <CenteredCard
      title="Look into your mailbox"
      footer={
        <>
          Nothing there after a few minutes? Look among the unwanted mails, or{' '}
          <TextLink to={again} reloadDocument>
            try again
          </TextLink>
          .
        </>
      }
    >
      <div role="status" className="grid justify-items-center gap-3 text-center">
        <MailCheck aria-hidden className="size-10 text-brand" />
        <p className="text-pretty">
          We have sent a mail to <strong className="wrap-anywhere">{to}</strong>. {children}
        </p>
      </div>
    </CenteredCard>
  )
}
