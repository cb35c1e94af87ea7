import type { FailureCause } from '#db/schema/media.ts'

/** What an original becomes. Left out: one rung of 180 lines from a picture of 320 × 180, one sound track, no subtitles. */
export type Becomes = {
  /** All renditions by name: pictures, then sound, then subtitles. */
  rungs?: string[]
  size?: [width: number, height: number]
  seconds: number
  /** In the first rung, from end to end; 0 for sound alone. */
  pictures: number
  /** Languages of the sound tracks and of the subtitles, as far as the file tells. */
  languages?: (string | undefined)[]
  /** The stored picture is streamed as it is. */
  copied?: boolean
  /** `seek`: reached by its time, in chunks when it is long enough; `whole`: read in one go. */
  reading?: 'seek' | 'whole'
  chunks?: number
}

/** Something that people upload, drawn once, and what has to come of it. */
export type Original = {
  name: string
  draw: () => Promise<string>
  outcome: Becomes | { refused: FailureCause }
}
