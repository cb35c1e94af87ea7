import { useNavigation } from '@remix-run/react'
import { useEffect, useState } from 'react'

const quietMilliseconds = 100

/** A bar along the top while the next page is on its way; not for waits too short to notice. */
export function NavigationProgress() {
  const busy = useNavigation().state !== 'idle'
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (!busy) {
      setShown(false)
      return
    }
    const timer = setTimeout(() => setShown(true), quietMilliseconds)
    return () => clearTimeout(timer)
  }, [busy])
  return (
    <div
      role="status"
      data-chrome
      className="pointer-events-none fixed inset-x-0 top-0 z-50 h-0.5 overflow-hidden"
    >
      {shown && (
        <>
          <div className="h-full w-2/5 animate-slide bg-brand" />
          <span className="sr-only">Loading the page</span>
        </>
      )}
    </div>
  )
}
