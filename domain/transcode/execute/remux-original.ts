import path from 'node:path'
import { indexPart } from '../package/index-part.ts'
import { gatheringOf } from './encode-chunk.ts'
import { clean, fragmentedByKeyFrame, soundFragments } from './fragments.ts'
import { limitsFor } from './limits.ts'
import { PlanUnfit } from './plan-unfit.ts'
import { firstPoster } from './poster.ts'
import { nothing, type MadePart, type TaskOutput } from './task-output.ts'
import type { WholeWork } from './whole-work.ts'

const samplesOfFrame = 1024
/** A stored picture that ends earlier than its tables say is damaged: encoding it tells for sure. */
const mostMissingSeconds = 0.5

/**
 * Makes the first rung of a film by copying its stored picture, and the sound where that is good, too, into fragments. Throws
 * `PlanUnfit` when what comes out is not seamless: then everything is encoded.
 */
export async function remuxOriginal(work: WholeWork): Promise<TaskOutput> {
  const { ffmpeg, plan, input, scratchDir, signal, onProgress } = work
  const { video, zeroSeconds, expectedSeconds = 0 } = plan
  const rung = video?.rungs[0]
  if (!video?.copied || !rung) throw new Error('the plan copies nothing')
  const tracks = plan.audio.filter(({ copied }) => copied)
  const offset = ['-output_ts_offset', (-zeroSeconds).toFixed(6)]
  const { cpuSeconds = 0 } = await ffmpeg.run({
    inputs: [{ media: input, options: ['-copyts', '-y', '-sn', '-dn'] }],
    outputs: [
      {
        path: `${rung.name}.mp4`,
        options: [
          ...['-map', `0:${video.streamIndex}`, '-c', 'copy', ...offset],
          ...['-video_track_timescale', String(video.timescale)],
          ...['-movflags', fragmentedByKeyFrame, ...clean],
        ],
      },
      ...tracks.map(({ streamIndex, rungs }) => ({
        path: `${rungs[0]?.name}.mp4`,
        options: ['-map', `0:${streamIndex}`, '-c', 'copy', ...offset, ...soundFragments],
      })),
    ],
    cwd: scratchDir,
    limits: limitsFor(plan, rung.maxKilobits * 2),
    ...(signal ? { signal } : {}),
    onProgress: ({ seconds }) =>
      onProgress?.(expectedSeconds > 0 ? Math.min(1, seconds / expectedSeconds) : 0),
  })
  const picture = await part(`${rung.name}`, 'video')
  const sound = await Promise.all(tracks.map(({ rungs }) => part(rungs[0]?.name ?? '', 'audio')))
  const fault =
    pictureFault(picture, video.frameRate.den, expectedSeconds) ?? sound.map(soundFault).find(Boolean)
  if (fault) throw new PlanUnfit('no_copy', fault)
  const parts = [picture, ...sound].filter((made) => made !== undefined)
  return { ...nothing, parts, poster: await firstPoster(work), cpuSeconds }

  async function part(rendition: string, kind: MadePart['kind']): Promise<MadePart | undefined> {
    const file = path.join(scratchDir, `${rendition}.mp4`)
    const index = await indexPart(file, kind === 'video' && video ? gatheringOf(video) : { by: 'time' })
    return index && { rendition, kind, path: file, index }
  }
}

function pictureFault(
  made: MadePart | undefined,
  frameTicks: number,
  expectedSeconds: number,
): string | undefined {
  if (!made) return 'no picture came out'
  const { shownAt, seamless, ticks, samples, timescale } = made.index
  if (expectedSeconds - ticks / timescale > mostMissingSeconds)
    return `the picture ends after ${(ticks / timescale).toFixed(1)} s of ${expectedSeconds.toFixed(1)}`
  if (Math.abs(shownAt) > frameTicks / 2) return `the picture begins at ${shownAt} ticks`
  if (!seamless) return 'the picture has a gap'
  return Math.abs(ticks / samples - frameTicks) > frameTicks * 0.01
    ? 'its pictures vary in length'
    : undefined
}

function soundFault(made: MadePart | undefined): string | undefined {
  if (!made) return 'no sound came out'
  const { seamless, ticks, samples, timescale } = made.index
  if (!seamless) return 'the sound has a gap'
  const late = Math.abs(ticks - samples * samplesOfFrame) / timescale
  return late > 0.02 ? `the sound is ${late.toFixed(3)} s out of step` : undefined
}
