import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { encodeChunk } from '#domain/transcode/execute/encode-chunk.ts'
import type { TaskOutput } from '#domain/transcode/execute/task-output.ts'
import type { VideoPlan } from '#domain/transcode/plan/plan.ts'
import type { Ffmpeg } from '#platform/ffmpeg/ffmpeg.ts'
import type { BenchOptions } from '../harness.ts'
import type { FilmRound } from './film-rows.ts'
import { firstSegment } from './first-segment.ts'
import { onePassArguments, uncut } from './one-pass.ts'
import { peertubeArguments } from './peertube.ts'
import { cpuOf, runPipeline, type PipelineRun } from './pipeline.ts'
import { encodeAll, type Films } from './prepare-films.ts'
import { indexesOf, rungOf } from './rungs.ts'
import { strayPictures } from './stray-pictures.ts'
import { runBare, type Cost } from './timed-command.ts'

const ways = [
  'encoded',
  'onePass',
  'peertube',
  'uncut',
  'copied',
  'peertubeOfCopied',
  'firstSegment',
] as const

/** What a round leaves behind: the pipeline's film, and the folder of each way. */
export type RoundFiles = { run: PipelineRun; folders: Record<(typeof ways)[number], string> }

/** Makes the film in every way once, one after the other, in an empty folder. */
export async function measureRound(
  ffmpeg: Ffmpeg,
  { original, streamable, plan, soundCodec }: Films,
  scratch: string,
  say: BenchOptions['say'],
): Promise<{ took: FilmRound; files: RoundFiles }> {
  await rm(scratch, { recursive: true, force: true })
  const named = ways.map((way) => [way, path.join(scratch, way)] as const)
  await Promise.all(named.map(([, folder]) => mkdir(folder, { recursive: true })))
  const folders = Object.fromEntries(named) as RoundFiles['folders']
  const input = { path: original }

  say('  the pipeline …')
  const run = await runPipeline({ ffmpeg, input, outDir: folders.encoded, constraints: encodeAll })
  say('  one pass …')
  const onePass = await runBare(onePassArguments(original, plan), folders.onePass)
  say('  PeerTube …')
  const peertube = await runPeertube(original, plan.video, soundCodec, folders.peertube)
  say('  the pipeline, uncut …')
  const whole = await encodeChunk({
    ffmpeg,
    plan: uncut(plan),
    input,
    position: 0,
    codec: 'h264',
    scratchDir: folders.uncut,
  })
  say('  the pipeline, copied …')
  const copied = await runPipeline({ ffmpeg, input: { path: streamable }, outDir: folders.copied })
  say('  PeerTube, of the same film …')
  const peertubeOfCopied = await runPeertube(
    streamable,
    plan.video,
    soundCodec && 'aac',
    folders.peertubeOfCopied,
  )
  say('  the first segment …')
  const first = await firstSegment(ffmpeg, original, encodeAll, folders.firstSegment)
  const took: FilmRound = {
    encoded: { ...costOf(run), chunkCpuSeconds: cpuOf(run, 'chunk'), soundCpuSeconds: cpuOf(run, 'sound') },
    onePass: costOf(onePass),
    peertube,
    uncutCpuSeconds: whole.cpuSeconds,
    strayPictures: await countStrays(run, folders.encoded, whole),
    copied: { ...costOf(copied), readySeconds: copied.made.readySeconds },
    peertubeOfCopied,
    firstSegment: first,
  }
  return { took, files: { run, folders } }
}

const costOf = ({ wallSeconds, cpuSeconds }: Cost): Cost => ({ wallSeconds, cpuSeconds })

async function runPeertube(
  film: string,
  video: VideoPlan,
  soundCodec: string | undefined,
  folder: string,
): Promise<Cost> {
  const sum = { wallSeconds: 0, cpuSeconds: 0 }
  for (const args of peertubeArguments(film, video, soundCodec)) {
    const { wallSeconds, cpuSeconds } = await runBare(args, folder)
    sum.wallSeconds += wallSeconds
    sum.cpuSeconds += cpuSeconds
  }
  return sum
}

/** Over all rungs of a film in chunks, against the same film without cuts. */
async function countStrays({ made }: PipelineRun, folder: string, whole: TaskOutput): Promise<number> {
  const strays = await Promise.all(
    whole.parts.map(async ({ rendition, index }) => {
      const { video } = made.plan
      if (!video) throw new Error('the film has lost its picture')
      return strayPictures(await indexesOf(rungOf(made.film, rendition), video, folder), index)
    }),
  )
  return strays.reduce((sum, count) => sum + count, 0)
}
