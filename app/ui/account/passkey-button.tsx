import { useSubmit } from '@remix-run/react'
import { KeyRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../kit/button.tsx'
import { useSubmitting } from '../kit/form.tsx'
import { Notice } from '../kit/notice.tsx'
import { usePasskey, type PasskeyPurpose } from './use-passkey.ts'

/** Asks for a passkey and sends what it says to this page's action as `credential`. Absent where the browser has no passkeys. */
export function PasskeyButton({
  purpose,
  children,
}: {
  purpose: Exclude<PasskeyPurpose, 'add'>
  children: ReactNode
}) {
  const submit = useSubmit()
  const isSending = useSubmitting()
  const { isSupported, isWaiting, problem, answer } = usePasskey(purpose)
  if (isSupported === false) return null
  const press = async () => {
    const credential = await answer()
    if (credential) submit({ credential }, { method: 'post' })
  }
  return (
    <div className="grid gap-3">
      <Button
        look="quiet"
        icon={KeyRound}
        pending={isWaiting}
        isDisabled={!isSupported || isSending}
        onPress={() => void press()}
      >
        {children}
      </Button>
      {problem && <Notice tone="error">{problem}</Notice>}
    </div>
  )
}
