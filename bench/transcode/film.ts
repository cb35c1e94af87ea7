import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createFfmpeg } from '#platform/ffmpeg/ffmpeg.ts'
import type { BenchOptions, Row } from '../harness.ts'
import { av1Rows, filmRows, qualityRows, type FilmRound, type JudgedRung } from './film-rows.ts'
import { measureRound } from './film-round.ts'
import { judgeRungs } from './judge-rungs.ts'
import { prepareFilms } from './prepare-films.ts'
import { programs } from './timed-command.ts'
import { tryAv1 } from './try-av1.ts'

/**
 * One film through the pipeline, against one bare ffmpeg pass, PeerTube's way and itself without cuts, in turns. Quality is
 * judged on what the last round has made, and AV1 tried once.
 */
export async function benchFilm(options: BenchOptions): Promise<Row[]> {
  const { rounds = 3, say } = options
  const ffmpeg = createFfmpeg(programs)
  const films = await prepareFilms(ffmpeg, options)
  const { durationSeconds, plan } = films
  const { rungs, chunks } = plan.video
  const names = rungs.map(({ name }) => name).join(' ')
  say(`transcode: ${durationSeconds.toFixed(1)} s into ${names}, ${chunks.length} chunks`)
  const scratch = await mkdtemp(path.join(tmpdir(), 'codex-bench-'))
  try {
    const measured: FilmRound[] = []
    let judged: JudgedRung[] = []
    for (let round = 1; round <= rounds; round++) {
      say(`transcode: round ${round} of ${rounds}`)
      const { took, files } = await measureRound(ffmpeg, films, scratch, say)
      measured.push(took)
      if (round === rounds) judged = await judgeRungs(films, files, say)
    }
    const trial = await tryAv1(ffmpeg, films, scratch, say)
    return [
      ...filmRows(measured, durationSeconds),
      ...qualityRows(judged),
      ...(trial ? av1Rows(trial) : []),
    ].map((row) => ({ ...row, name: `transcode: ${row.name}` }))
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
