import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { av1RungsOf } from '#domain/transcode/plan/ladder.ts'
import type { Ffmpeg } from '#platform/ffmpeg/ffmpeg.ts'
import type { BenchOptions } from '../harness.ts'
import type { Av1Trial } from './film-rows.ts'
import { cpuOf, runPipeline } from './pipeline.ts'
import { encodeAll, type Films } from './prepare-films.ts'
import { qualityOf } from './quality.ts'
import { joinRung, rungOf } from './rungs.ts'

/** The pipeline once more, with its rungs in AV1: their bytes, CPU and quality against those in H.264. */
export async function tryAv1(
  ffmpeg: Ffmpeg,
  { original, plan: { video } }: Films,
  folder: string,
  say: BenchOptions['say'],
): Promise<Av1Trial | undefined> {
  const [largest] = av1RungsOf(video.rungs.filter(({ halfRate }) => !halfRate))
  const rung = video.rungs.find(({ name }) => `${name}-av1` === largest?.name)
  if (!largest || !rung) return undefined
  say('  the pipeline, with AV1 …')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const run = await runPipeline({
    ffmpeg,
    input: { path: original },
    outDir: folder,
    constraints: encodeAll,
    av1: true,
  })
  const judge = async (made: typeof rung) => {
    const file = path.join(folder, `joined-${made.name}.mp4`)
    await joinRung(rungOf(run.made.film, made.name), folder, file)
    return qualityOf(file, original, video, made)
  }
  return {
    rung: rung.name,
    h264: {
      bytes: rungOf(run.made.film, rung.name).bytes,
      cpuSeconds: cpuOf(run, 'chunk'),
      quality: await judge(rung),
    },
    av1: {
      bytes: rungOf(run.made.film, largest.name).bytes,
      cpuSeconds: cpuOf(run, 'av1'),
      quality: await judge(largest),
    },
  }
}
