import type { PickableMedia } from '#domain/catalog/editor-queries.ts'
import type { PublishBlock } from '#domain/catalog/rules.ts'
import { TextLink } from '../kit/button.tsx'
import { Notice } from '../kit/notice.tsx'
import { ProgressBar } from '../kit/progress.tsx'
import { formatTimeLeft } from '../kit/format.ts'

export type PublishStateProps = {
  current: PickableMedia | undefined
  block: PublishBlock | undefined
  mediaAt: string
}

/** What stands between a post and the storefront; nothing when nothing does, or when only the creator's choice is missing. */
export function PublishState({ current, block, mediaAt }: PublishStateProps) {
  if (block === 'transcode_failed') {
    return (
      <Notice
        tone="error"
        title="The file could not be prepared"
        action={<TextLink to={mediaAt}>See why, under Media</TextLink>}
      >
        Try it again there, or choose another file here.
      </Notice>
    )
  }
  if (block !== 'still_processing') return null
  const percent = current?.status === 'transcoding' ? current.percent : null
  return (
    <Notice title="The file is being prepared">
      <div className="mt-1 grid gap-2">
        <p>You can go on writing meanwhile. This page notices by itself when it can be published.</p>
        <ProgressBar
          label="Preparing the file"
          hideLabel
          value={percent}
          detail={current?.secondsLeft ? formatTimeLeft(current.secondsLeft) : undefined}
        />
      </div>
    </Notice>
  )
}
