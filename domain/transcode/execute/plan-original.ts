import { looksLikeMedia, magicBytes } from '#domain/media/magic.ts'
import { FfmpegFailure, type Ffmpeg, type MediaInput, type Probe } from '#platform/ffmpeg/ffmpeg.ts'
import { planTranscode } from '../plan/plan-transcode.ts'
import type { PlanConstraint, TranscodePlan } from '../plan/plan.ts'
import { isRefused, TranscodeRefused, type Refused } from '../source/causes.ts'
import { judgeProbeFailure } from '../source/judge.ts'
import { readMovie } from '../source/movie.ts'
import { readSource, type Source } from '../source/probe-source.ts'
import { readOriginal } from '../source/read-original.ts'

/** A guess from the file's name alone; anything below has content to show for it. */
const scoreByName = 25
/** Where a Matroska file names its parts; one that has an index of its times names it there. */
const seekHeadBytes = 65_536
const cuesId = Buffer.from('1c53bb6b', 'hex')

/**
 * Looks at an original and decides what to make of it. Throws `TranscodeRefused` when the original is to blame, and
 * `FfmpegFailure` when another try may succeed.
 */
export async function planOriginal(options: {
  ffmpeg: Ffmpeg
  input: MediaInput
  constraints?: readonly PlanConstraint[]
  signal?: AbortSignal | undefined
}): Promise<{ source: Source; plan: TranscodePlan }> {
  const { ffmpeg, input, constraints = [], signal } = options
  const probed = orThrow(readSource(await probe(ffmpeg, input, signal)))
  const isMatroska = probed.container.startsWith('matroska')
  const source = {
    ...probed,
    seekable: probed.seekable && (!isMatroska || (await hasCues(input, signal))),
  }
  const movie =
    source.video && source.container.startsWith('mov') ? await readMovie(input, signal) : undefined
  return { source, plan: orThrow(planTranscode(source, { movie, constraints })) }
}

async function hasCues(input: MediaInput, signal: AbortSignal | undefined): Promise<boolean> {
  return (await readOriginal(input, 0, seekHeadBytes, signal)).includes(cuesId)
}

async function probe(ffmpeg: Ffmpeg, input: MediaInput, signal: AbortSignal | undefined): Promise<Probe> {
  let known: boolean | undefined
  const isKnown = async () =>
    (known ??= looksLikeMedia(await readOriginal(input, 0, magicBytes, signal)) !== undefined)
  try {
    const probed = await ffmpeg.probe(input, signal)
    if (probed.format.probe_score > scoreByName || (await isKnown())) return probed
  } catch (error) {
    if (!(error instanceof FfmpegFailure) || error.kind !== 'failed') throw error
    if (!judgeProbeFailure(error, true)) throw error
    const refused = judgeProbeFailure(error, await isKnown())
    throw refused ? new TranscodeRefused(refused) : error
  }
  throw new TranscodeRefused({
    cause: 'not_media',
    detail: 'neither its first bytes nor its content are those of a media file',
  })
}

function orThrow<T extends object>(value: T | Refused): T {
  if (isRefused(value)) throw new TranscodeRefused(value)
  return value
}
