import { useFetcher } from '@remix-run/react'
import { Button } from '../kit/button.tsx'
import { DateTime } from '../kit/time.tsx'
import type { MediaView } from './media-view.ts'

/** Asks for a film in AV1 as well, or says that it was asked for; `action` is the item's own address. */
export function SmallerFiles({ media, action }: { media: MediaView; action: string }) {
  const fetcher = useFetcher<{ refusal?: { message: string } }>()
  if (media.status !== 'ready' || media.mediaType !== 'video') return null
  return (
    <section className="grid justify-items-start gap-2">
      <h2 className="font-semibold">Smaller files</h2>
      <p className="text-sm text-ink-quiet">
        In AV1 a film takes about a fifth fewer bytes, on devices that can play it. Films that many people
        watch get it by themselves.
      </p>
      {media.av1RequestedAt ? (
        <p className="text-sm">
          Asked for on <DateTime value={media.av1RequestedAt} />. They are made when nothing else is to be
          done.
        </p>
      ) : (
        <fetcher.Form method="post" action={action}>
          <Button
            type="submit"
            name="intent"
            value="av1"
            look="quiet"
            size="sm"
            pending={fetcher.state !== 'idle'}
          >
            Make smaller files
          </Button>
        </fetcher.Form>
      )}
      {fetcher.data?.refusal && (
        <p role="alert" className="text-sm text-bad">
          {fetcher.data.refusal.message}
        </p>
      )}
    </section>
  )
}
