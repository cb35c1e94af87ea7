import path from 'node:path'
import type { VideoRung } from '#domain/transcode/plan/ladder.ts'
import type { BenchOptions } from '../harness.ts'
import type { JudgedRung } from './film-rows.ts'
import type { RoundFiles } from './film-round.ts'
import { fileOfPeertube } from './peertube.ts'
import type { Films } from './prepare-films.ts'
import { qualityOf } from './quality.ts'
import { joinRung, rungOf } from './rungs.ts'

/** The top rung, and one that a telephone shows. */
const lowerShortSide = 480

/** How good two rungs of a round are in each way, against the original that is scaled alike. */
export async function judgeRungs(
  { original, plan: { video } }: Films,
  { run, folders }: RoundFiles,
  say: BenchOptions['say'],
): Promise<JudgedRung[]> {
  const judged: JudgedRung[] = []
  for (const rung of judgedRungs(video.rungs)) {
    say(`  the quality of ${rung.name} …`)
    const quality = (file: string) => qualityOf(file, original, video, rung)
    const onePass = await quality(path.join(folders.onePass, `${rung.name}.mp4`))
    const joined = path.join(folders.encoded, `joined-${rung.name}.mp4`)
    const ours = await quality(await joinRung(rungOf(run.made.film, rung.name), folders.encoded, joined))
    const peertube = await quality(path.join(folders.peertube, fileOfPeertube(rung.name)))
    judged.push(
      { rung: rung.name, way: 'ours', made: ours, onePass },
      { rung: rung.name, way: 'peertube', made: peertube, onePass },
    )
  }
  return judged
}

/** Only at the full frame rate: ways differ in which picture of two they leave out. */
function judgedRungs(rungs: readonly VideoRung[]): VideoRung[] {
  const [top, ...rest] = rungs.filter(({ halfRate }) => !halfRate)
  if (!top) return []
  const lower = rest.find(({ width, height }) => Math.min(width, height) <= lowerShortSide) ?? rest.at(-1)
  return lower ? [top, lower] : [top]
}
