import type { FailureCause } from '#db/schema/media.ts'

/** A refusal as a value: the cause, and what exactly was seen, for whoever looks closer. */
export type Refused = { cause: FailureCause; detail: string }

/** What a creator is told, and can act on. */
export const causeText: Record<FailureCause, string> = {
  not_media:
    'This is not a video or audio file we know. Export it as MP4, MOV, WebM or MP3 and upload it again.',
  no_streams:
    'There is neither a picture nor a sound track in this file. Check what your editor exported, and upload it again.',
  unsupported_codec:
    'The picture or sound is stored in a way we cannot read. Export it with H.264 and AAC and upload it again.',
  damaged:
    'The file is damaged or incomplete. Check that it plays to the end on your computer, and upload it again.',
  too_long: 'This is longer than 12 hours. Cut it into parts and upload each of them.',
  too_large:
    'The picture is larger, or the file has more tracks, than we can process. Export it in 8K or smaller, with fewer tracks.',
  protected: 'This file is protected against copying (DRM). Upload an original without protection.',
  timed_out:
    'Processing took too long and was stopped. Try again; if it happens again, export it as H.264 MP4 and upload that.',
  our_fault:
    'Something went wrong on our side. Your file is safe; try again, and tell us if it happens again.',
}

/** Thrown when the original itself is why there is nothing to stream. Trying again gives the same answer. */
export class TranscodeRefused extends Error {
  override readonly cause: FailureCause
  readonly detail: string

  constructor({ cause, detail }: Refused) {
    super(causeText[cause])
    this.name = 'TranscodeRefused'
    this.cause = cause
    this.detail = detail
  }
}

/** Tells a refusal from what it stands beside in a union. */
export function isRefused(value: object): value is Refused {
  return 'cause' in value && 'detail' in value
}
