import type { Ffmpeg, MediaInput } from '#platform/ffmpeg/ffmpeg.ts'
import type { TranscodePlan } from '../plan/plan.ts'

/** Work on a whole original at once. */
export type WholeWork = {
  ffmpeg: Ffmpeg
  plan: TranscodePlan
  input: MediaInput
  /** An existing, empty folder. */
  scratchDir: string
  signal?: AbortSignal | undefined
  /** 0 to 1. */
  onProgress?: ((share: number) => void) | undefined
}

/**
 * Left alone, ffmpeg begins the time of a transport or program stream with the streams that a run uses: pictures and sound, read
 * apart, would lose their distance. With any offset, and a microsecond is one, it begins with the container.
 */
const beginWithContainer = ['-itsoffset', '0.000001']

/** Options for reading a film by its own times, or by ffmpeg's where those are not to be trusted. */
export const timeOptions = ({ reading }: Pick<TranscodePlan, 'reading'>) =>
  reading === 'whole' ? [...beginWithContainer, '-y'] : ['-copyts', '-y']

/** Where the film begins in the times that `timeOptions` read it by, in seconds. */
export const zeroOf = ({ reading, zeroSeconds, startSeconds }: TranscodePlan) =>
  reading === 'whole' ? zeroSeconds - startSeconds : zeroSeconds
