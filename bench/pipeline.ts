import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRefused } from '#domain/transcode/source/causes.ts'
import { encodeCommand } from '#domain/transcode/execute/encode.ts'
import { planTranscode } from '#domain/transcode/plan/plan.ts'
import { readSource } from '#domain/transcode/source/probe-source.ts'
import { transcodeFile } from '#domain/transcode/execute/transcode-file.ts'
import { createFfmpeg } from '#platform/ffmpeg/ffmpeg.ts'
import { compare, millisecondsOf, type BenchOptions, type Row } from './harness.ts'

const cacheFolder = '.cache/bench'
const programs = {
  FFMPEG_PATH: process.env.FFMPEG_PATH || 'ffmpeg',
  FFPROBE_PATH: process.env.FFPROBE_PATH || 'ffprobe',
}
const ffmpeg = createFfmpeg(programs)

/** The whole way from an original to renditions against the one ffmpeg command it runs, started bare. Wall time. */
export async function benchPipeline({ seconds, rounds = 3, say }: BenchOptions): Promise<Row[]> {
  const film = await drawFilm(seconds, say)
  const bare = await bareCommand(film)
  say(`pipeline: ${rounds} rounds of ${seconds} s of 1080p …`)
  const row = await compare({
    name: 'pipeline',
    ours: 'transcodeFile: probe, plan, encode, index, poster',
    theirs: 'the same one-pass ffmpeg command',
    unit: 's',
    target: { atMost: 1.1 },
    warmups: 0,
    rounds,
    measureOurs: () =>
      secondsInScratch((scratchDir) => transcodeFile({ ffmpeg, input: { path: film }, scratchDir })),
    measureTheirs: () => secondsInScratch((scratchDir) => run('nice', bare, scratchDir)),
  })
  return [row]
}

/** The command that the plan of this film asks for. `nice`, as the pipeline runs it: a busy machine slows both alike. */
async function bareCommand(film: string): Promise<string[]> {
  const source = readSource(await ffmpeg.probe({ path: film }))
  if (isRefused(source)) throw new Error(source.detail)
  const plan = planTranscode(source)
  if (isRefused(plan)) throw new Error(plan.detail)
  const { filter, outputs } = encodeCommand(plan, { canToneMap: true })
  return [
    ...['-n', '10', programs.FFMPEG_PATH, '-nostdin', '-hide_banner', '-v', 'warning', '-copyts', '-y'],
    ...['-i', film, '-filter_complex', filter],
    ...outputs.flatMap(({ options, path }) => [...options, path]),
  ]
}

async function secondsInScratch(work: (scratchDir: string) => Promise<unknown>): Promise<number> {
  const scratchDir = await mkdtemp(join(tmpdir(), 'codex-bench-'))
  try {
    return (await millisecondsOf(() => work(scratchDir))) / 1000
  } finally {
    await rm(scratchDir, { recursive: true })
  }
}

/**
 * A film with much and little movement, fine grain, flat areas and sound, as an H.264 original with key frames too far
 * apart to be copied. Kept for the next time.
 */
async function drawFilm(seconds: number, say: BenchOptions['say']): Promise<string> {
  const film = join(process.cwd(), cacheFolder, `film-${seconds}s.mp4`)
  if (await stat(film).catch(() => undefined)) return film
  say(`drawing a film of ${seconds} s, once …`)
  await mkdir(cacheFolder, { recursive: true })
  const unfinished = film.replace('.mp4', '-unfinished.mp4')
  const picture = [
    '[0:v]scale=1920:1080:flags=bicubic,noise=alls=5:allf=t[far]',
    '[1:v]scale=640:360[near]',
    "[far][near]overlay=x='640+500*sin(t/3)':y='360+250*cos(t/2)',format=yuv420p[v]",
  ].join(';')
  await run(programs.FFMPEG_PATH, [
    ...['-nostdin', '-v', 'error', '-y'],
    ...['-f', 'lavfi', '-i', `mandelbrot=size=480x270:rate=30:maxiter=400:end_pts=${60 * 30}`],
    ...['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30'],
    ...['-f', 'lavfi', '-i', 'aevalsrc=0.2*sin(2*PI*t*(220+40*sin(t)))+0.05*random(0):s=48000'],
    ...['-filter_complex', picture, '-map', '[v]', '-map', '2:a', '-t', String(seconds)],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-g', '600', '-c:a', 'aac', '-b:a', '160k'],
    unfinished,
  ])
  await rename(unfinished, film)
  return film
}

function run(program: string, args: string[], cwd = process.cwd()): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] })
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${String(code)}`)),
    )
  })
}
