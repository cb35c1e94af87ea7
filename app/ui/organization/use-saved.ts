import { useEffect } from 'react'
import { toast } from '../kit/toaster.tsx'

/** Says so when an action has answered `done`; each answer once. */
export function useSaved(answer: unknown): void {
  useEffect(() => {
    if (typeof answer === 'object' && answer !== null && 'done' in answer && typeof answer.done === 'string')
      toast.success(answer.done)
  }, [answer])
}
