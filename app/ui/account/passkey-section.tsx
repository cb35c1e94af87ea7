import { KeyRound } from 'lucide-react'
import { FormCard } from '../kit/form.tsx'
import { AddPasskey } from './add-passkey.tsx'
import { PasskeyRow, type ListedPasskey } from './passkey-row.tsx'

/** A person's passkeys: add, rename, remove. */
export function PasskeySection({
  passkeys,
  mayRemove,
}: {
  passkeys: readonly ListedPasskey[]
  mayRemove: boolean
}) {
  return (
    <FormCard
      title="Passkeys"
      description="Sign in with your fingerprint, your face or a security key, without a password. A passkey counts as both factors."
      actions={<AddPasskey />}
    >
      {passkeys.length === 0 ? (
        <p className="flex items-center gap-2 text-ink-quiet">
          <KeyRound aria-hidden className="size-5 shrink-0" />
          No passkeys yet. Add one on each device that you sign in on.
        </p>
      ) : (
        <ul aria-label="Your passkeys" className="grid divide-y divide-line">
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} mayRemove={mayRemove} />
          ))}
        </ul>
      )}
    </FormCard>
  )
}
