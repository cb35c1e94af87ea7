import { useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'

const everyMs = 3000

/** Asks the page's loaders again every few seconds while something is being prepared and somebody looks. */
export function useRevalidateWhile(active: boolean): void {
  const { revalidate, state } = useRevalidator()
  useEffect(() => {
    if (!active || state !== 'idle') return
    const timer = setTimeout(() => document.visibilityState === 'visible' && revalidate(), everyMs)
    const onReturn = () => document.visibilityState === 'visible' && revalidate()
    document.addEventListener('visibilitychange', onReturn)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onReturn)
    }
  }, [active, state, revalidate])
}
