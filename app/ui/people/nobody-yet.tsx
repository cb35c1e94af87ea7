import { Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { EmptyState } from '../kit/empty-state.tsx'

/** An organization of one. */
export function NobodyYet({ action }: { action: ReactNode }) {
  return (
    <EmptyState icon={Users} title="Nobody else works here yet" action={action} className="mt-6">
      Invite creators who upload and publish, or an admin who runs things with you. They get a mail with a
      link that works for a week.
    </EmptyState>
  )
}
