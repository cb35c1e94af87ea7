import type { FailureCause } from '#db/schema/media.ts'
import { FfmpegFailure } from '#platform/ffmpeg/ffmpeg.ts'
import type { Refused } from './causes.ts'
import { TranscodeRefused } from './causes.ts'

/** Words of ffmpeg that blame the way to the original, or this machine, rather than the original. */
const ours =
  /HTTP error|Server returned [45]|Connection (refused|reset|timed out)|Network is unreachable|Failed to resolve|No space left|Input\/output error|Stream ends prematurely|No such file|Permission denied/i
const protectedWords = /DRM protected|encrypted|decryption key/i
const tooManyTracks = /exceeds max_streams/i
const tooMuch = /Cannot allocate memory|Picture size \d+x\d+ is invalid|File too large/i
const noDecoder =
  /Decoder \(codec [^)]*\) not found|Unknown decoder|no decoder found|Unsupported codec|is not implemented/i
const broken =
  /Invalid data found|Error while decoding|partial file|ended prematurely|truncat|corrupt|moov atom not found|Conversion failed|End of file|invalid as first byte/i

const lastWords = (stderr: string) => {
  const lines = stderr.trim().split('\n')
  return lines
    .filter((line) => !/deprecated pixel format/.test(line))
    .slice(-3)
    .join(' | ')
    .slice(-400)
}

/**
 * What a failed probe says about the original; undefined when the failure is not its fault, or not for sure, and the
 * work is worth another try. `known` tells whether the first bytes are those of a container we take.
 */
export function judgeProbeFailure(failure: FfmpegFailure, known: boolean): Refused | undefined {
  const detail = lastWords(failure.stderr)
  if (failure.kind !== 'failed' || ours.test(failure.stderr)) return undefined
  if (tooManyTracks.test(failure.stderr)) return { cause: 'too_large', detail }
  if (protectedWords.test(failure.stderr)) return { cause: 'protected', detail }
  return { cause: known ? 'damaged' : 'not_media', detail }
}

/** What a failed encode says about the original; undefined as above. */
export function judgeEncodeFailure(failure: FfmpegFailure, reachedSeconds: number): Refused | undefined {
  const detail = lastWords(failure.stderr)
  if (failure.kind === 'aborted' || ours.test(failure.stderr)) return undefined
  if (failure.kind === 'timeout' || /received signal 24/.test(failure.stderr))
    return { cause: 'timed_out', detail }
  if (failure.kind === 'stalled') return undefined
  if (protectedWords.test(failure.stderr)) return { cause: 'protected', detail }
  if (tooMuch.test(failure.stderr)) return { cause: 'too_large', detail }
  if (noDecoder.test(failure.stderr)) return { cause: 'unsupported_codec', detail }
  if (broken.test(failure.stderr))
    return { cause: 'damaged', detail: `at ${clock(reachedSeconds)}: ${detail}` }
  return undefined
}

/**
 * Whether what came out is what the container promised. A film that ends early, while its reader complained, is
 * damaged; without a complaint it was the promise that was wrong. A sound file ends without a complaint wherever it
 * is cut, so there a clear shortfall is enough, unless the promise was a guess.
 */
export function judgeOutcome(outcome: {
  mediaType: 'video' | 'audio'
  madeSeconds: number
  expectedSeconds: number | undefined
  stderr: string
}): Refused | undefined {
  const { mediaType, madeSeconds, expectedSeconds = 0, stderr } = outcome
  const missing = expectedSeconds - madeSeconds
  const complained = broken.test(stderr) && missing > Math.max(0.5, expectedSeconds * 0.01)
  const guessed = /Estimating duration from bitrate/.test(stderr)
  const cutSound = mediaType === 'audio' && !guessed && missing > Math.max(1, expectedSeconds * 0.05)
  if (!complained && !cutSound) return undefined
  return {
    cause: 'damaged',
    detail: `ends at ${clock(madeSeconds)} of ${clock(expectedSeconds)}: ${lastWords(stderr)}`,
  }
}

/** The cause to store when a job gives up for good on an error of whatever kind. */
export function causeOf(error: unknown): FailureCause {
  if (error instanceof TranscodeRefused) return error.cause
  return error instanceof FfmpegFailure && (error.kind === 'stalled' || error.kind === 'timeout')
    ? 'timed_out'
    : 'our_fault'
}

/** Seconds as M:SS, or H:MM:SS from an hour on. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds)
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => String(part).padStart(2, '0'))
  return whole >= 3600
    ? `${Math.floor(whole / 3600)}:${parts.join(':')}`
    : `${Math.floor(whole / 60)}:${parts[1]}`
}
