import { useFetcher } from '@remix-run/react'
import { Button } from '../kit/button.tsx'
import { DateTime } from '../kit/time.tsx'
import type { MediaView } from './media-view.ts'

type SmallerFilesProps = {
  media: MediaView
  /** They are among its qualities. */
  isMade: boolean
  /** The item's own address. */
  action: string
}

/** Asks for a film in AV1 as well, or says that it was asked for or is there. */
export function SmallerFiles({ media, isMade, action }: SmallerFilesProps) {
  const fetcher = useFetcher<{ refusal?: { message: string } }>()
  if (media.status !== 'ready' || media.mediaType !== 'video') return null
  return (
    <section className="grid justify-items-start gap-2">
      <h2 className="font-semibold">Smaller files</h2>
      <p className="text-sm text-pretty text-ink-quiet">
        In AV1 a film takes about a fifth fewer bytes, on devices that can play it. Films that many people
        watch get it by themselves.
      </p>
      {isMade ? (
        <p className="text-sm">This film has them.</p>
      ) : media.av1RequestedAt ? (
        <p className="text-sm text-pretty">
          Asked for on <DateTime value={media.av1RequestedAt} />. They are made when no other film waits.
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
