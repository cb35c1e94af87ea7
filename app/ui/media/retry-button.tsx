import { useFetcher } from '@remix-run/react'
import { RotateCcw } from 'lucide-react'
import { Button } from '../kit/button.tsx'

/** Asks for another try of a failed media item; `action` is the item's own address. */
export function RetryButton({ action, title }: { action: string; title: string }) {
  const fetcher = useFetcher<{ refusal?: { message: string } }>()
  return (
    <fetcher.Form method="post" action={action} className="grid justify-items-start gap-1">
      <Button
        type="submit"
        name="intent"
        value="retry"
        look="quiet"
        size="sm"
        icon={RotateCcw}
        pending={fetcher.state !== 'idle'}
        aria-label={`Try again: ${title}`}
      >
        Try again
      </Button>
      {fetcher.data?.refusal && (
        <p role="alert" className="text-sm text-bad">
          {fetcher.data.refusal.message}
        </p>
      )}
    </fetcher.Form>
  )
}
