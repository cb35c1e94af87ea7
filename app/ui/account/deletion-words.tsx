import type { ReactNode } from 'react'
import { DateTime } from '../kit/time.tsx'

/** What the deletion of an account does, in three parts: now, on the day, and what stays. */
export function DeletionWords({ goneAt, graceDays }: { goneAt: string; graceDays: number }) {
  return (
    <div className="grid gap-5 text-pretty">
      <Part title="At once">
        <li>You are signed out everywhere but here.</li>
        <li>You cannot buy or upload anything, nor create an organization. Everything else stays open.</li>
        <li>
          We send you a mail. For {graceDays} days you can sign in and keep your account with one click.
        </li>
      </Part>
      <Part
        title={
          <>
            On <DateTime value={goneAt} dateOnly />, for good
          </>
        }
      >
        <li>Your name, your address, what you sign in with, and the mails we sent you.</li>
        <li>Access to what you bought, and where you stopped in it.</li>
        <li>Your places in organizations.</li>
        <li>Posts and files that are yours alone and that nobody has bought.</li>
      </Part>
      <Part title="What stays, and why">
        <li>Purchases and sales, with their amounts and without you: the law asks us to keep accounts.</li>
        <li>
          What you made for an organization: it belongs there, as by “Deleted account”. So do the files in it.
        </li>
        <li>What somebody bought of you stays theirs.</li>
        <li>Our log of what was done, without where from: it protects the people you worked with.</li>
      </Part>
    </div>
  )
}

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className="grid gap-1.5">
      <h3 className="font-medium">{title}</h3>
      <ul className="grid list-disc gap-1 pl-5 text-ink-quiet">{children}</ul>
    </section>
  )
}
