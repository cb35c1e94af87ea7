import path from 'node:path'
import { FfmpegFailure } from '#platform/ffmpeg/ffmpeg.ts'
import { indexPart } from '../package/index-part.ts'
import type { AudioPlan, TranscodePlan } from '../plan/plan.ts'
import { TranscodeRefused } from '../source/causes.ts'
import { judgeEncodeFailure, judgeOutcome } from '../source/judge.ts'
import { extractTexts } from './extract-texts.ts'
import { soundFragments } from './fragments.ts'
import { limitsFor } from './limits.ts'
import { loudnessFilters, readLoudness } from './loudness.ts'
import { extractCover } from './poster.ts'
import { nothing, type MadePart, type TaskOutput } from './task-output.ts'
import { timeOptions, zeroOf, type WholeWork } from './whole-work.ts'
import { readWaveform, waveformRate } from './waveform.ts'

const rawSound = 'wave.s16'

/**
 * Makes all the sound of a film at once: every track in every rung that is not a copy, loudness and peaks of the first; and
 * what only travels along, subtitles and a cover. Throws `TranscodeRefused` when a sound file is damaged.
 */
export async function encodeSound(work: WholeWork): Promise<TaskOutput> {
  const { plan, input, ffmpeg, scratchDir, signal } = work
  const heard = plan.audio.length > 0 ? await encodeTracks(work) : nothing
  const texts = await extractTexts(work)
  const { coverIndex } = plan
  const poster =
    coverIndex === undefined
      ? undefined
      : await extractCover({ ffmpeg, input, coverIndex, scratchDir, signal })
  return { ...heard, ...texts, poster, cpuSeconds: heard.cpuSeconds + texts.cpuSeconds }
}

async function encodeTracks(work: WholeWork): Promise<TaskOutput> {
  const { ffmpeg, plan, input, scratchDir, signal, onProgress } = work
  const rate = waveformRate(plan.expectedSeconds ?? 3600)
  const { filter, outputs } = soundCommand(plan, rate)
  let reached = 0
  const { stderr, cpuSeconds = 0 } = await ffmpeg
    .run({
      inputs: [{ media: input, options: [...timeOptions(plan), '-vn', '-sn', '-dn'] }],
      filter,
      outputs,
      cwd: scratchDir,
      limits: limitsFor(plan, 512),
      ...(signal ? { signal } : {}),
      onProgress: ({ seconds }) => {
        reached = Math.max(reached, seconds)
        onProgress?.(Math.min(1, reached / (plan.expectedSeconds ?? 600)))
      },
    })
    .catch((error: unknown) => {
      const refused = error instanceof FfmpegFailure && judgeEncodeFailure(error, reached)
      throw refused ? new TranscodeRefused(refused) : error
    })
  const parts = await partsOf(plan, scratchDir)
  if (plan.mediaType === 'audio') refuseIfCut(plan, parts[0], stderr)
  return {
    ...nothing,
    parts,
    loudness: await readLoudness(scratchDir),
    waveform: await readWaveform(path.join(scratchDir, rawSound), rate),
    cpuSeconds,
  }
}

/** The command that makes all sound; the first track's peaks are left as raw sound. */
export function soundCommand(plan: TranscodePlan, waveRate: number) {
  const tracks = plan.audio.map((track, index) => trackFilters(track, index, zeroOf(plan), waveRate))
  return {
    filter: tracks
      .flatMap(({ chains }) => chains)
      .filter((chain) => chain !== '')
      .join(';'),
    outputs: [
      ...plan.audio.flatMap((track, index) =>
        encodedRungs(track).map(({ name, kilobits }, rung) => ({
          path: `${name}.mp4`,
          options: [
            ...['-map', `[a${index}.${rung}]`, '-c:a', 'aac', '-b:a', `${kilobits}k`],
            ...soundFragments,
          ],
        })),
      ),
      { path: rawSound, options: ['-map', '[wave]', '-f', 's16le'] },
    ],
  }
}

const encodedRungs = ({ copied, rungs }: AudioPlan) => (copied ? [] : rungs)

/** Film time from zero; gaps filled with silence; mixed down to stereo; once for every rung. */
function trackFilters(track: AudioPlan, index: number, zeroSeconds: number, waveRate: number) {
  const labels = encodedRungs(track).map((_, rung) => `[a${index}.${rung}]`)
  const isMeasured = index === 0
  if (labels.length === 0 && !isMeasured) return { chains: [] }
  const outlets = [...labels, ...(isMeasured ? ['[heard]'] : [])]
  const source = [
    `[0:${track.streamIndex}]asetpts='round(PTS-(${zeroSeconds.toFixed(6)})/TB)'`,
    'aresample=48000:async=1:first_pts=0',
    'aformat=channel_layouts=stereo',
    `asplit=${outlets.length}${outlets.join('')}`,
  ].join(',')
  const measured = [
    ...loudnessFilters,
    `aresample=${waveRate}`,
    'aformat=sample_fmts=s16:channel_layouts=mono',
  ].join(',')
  return { chains: [source, isMeasured ? `[heard]${measured}[wave]` : ''] }
}

async function partsOf(plan: TranscodePlan, folder: string): Promise<MadePart[]> {
  const names = plan.audio.flatMap((track) => encodedRungs(track).map(({ name }) => name))
  const parts = await Promise.all(
    names.map(async (rendition): Promise<MadePart | undefined> => {
      const file = path.join(folder, `${rendition}.mp4`)
      const index = await indexPart(file, { by: 'time' })
      // Some films announce a sound track and have none.
      return index && { rendition, kind: 'audio', path: file, index }
    }),
  )
  return parts.filter((part) => part !== undefined)
}

function refuseIfCut(plan: TranscodePlan, part: MadePart | undefined, stderr: string): void {
  if (!part) throw new TranscodeRefused({ cause: 'damaged', detail: 'nothing in it could be played' })
  const refused = judgeOutcome({
    mediaType: 'audio',
    madeSeconds: part.index.ticks / part.index.timescale,
    expectedSeconds: plan.expectedSeconds,
    stderr,
  })
  if (refused) throw new TranscodeRefused(refused)
}
