import { RefreshCw, WifiOff } from 'lucide-react'
import { RelativeTime } from '../kit/time.tsx'

/** When a live list last changed, or that its connection is lost. Said once, politely. */
export function LiveState({ connected, updatedAt }: { connected: boolean; updatedAt: Date | undefined }) {
  return (
    <p className="flex min-h-6 items-center gap-1.5 text-sm text-ink-quiet">
      <span role="status" className={connected ? 'sr-only' : 'inline-flex items-center gap-1.5 text-warn'}>
        {!connected && (
          <>
            <WifiOff aria-hidden className="size-4" />
            Connection lost. We keep trying.
          </>
        )}
      </span>
      {connected && updatedAt && (
        <>
          <RefreshCw aria-hidden className="size-3.5" />
          <span>
            Live, updated <RelativeTime value={updatedAt.toISOString()} />
          </span>
        </>
      )}
    </p>
  )
}
