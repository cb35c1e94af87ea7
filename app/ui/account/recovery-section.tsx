import { useLocation } from '@remix-run/react'
import { Badge } from '../kit/badge.tsx'
import { LinkButton } from '../kit/button.tsx'
import { FormCard } from '../kit/form.tsx'

/** How many recovery codes are left, and the way to new ones. */
export function RecoverySection({ left, isProtected }: { left: number; isProtected: boolean }) {
  const { search } = useLocation()
  return (
    <FormCard
      title={
        <span className="flex flex-wrap items-center gap-2">
          Recovery codes {isProtected && <Badge tone={left > 2 ? 'neutral' : 'warn'}>{left} left</Badge>}
        </span>
      }
      description="Codes on paper for the day your phone is lost. Each works once."
      actions={
        isProtected && (
          <LinkButton
            look={left === 0 ? 'primary' : 'quiet'}
            to={`/account/security/recovery-codes${search}`}
          >
            {left === 0 ? 'Get recovery codes' : 'Replace recovery codes'}
          </LinkButton>
        )
      }
    >
      {!isProtected ? (
        <p className="text-ink-quiet">Set an authenticator app up or add a passkey first.</p>
      ) : (
        left <= 2 && (
          <p className="text-ink-quiet">
            {left === 0
              ? 'You have none. Without them a lost phone can lock you out.'
              : 'Only a few are left. Replace them while you still can sign in.'}
          </p>
        )
      )}
    </FormCard>
  )
}
