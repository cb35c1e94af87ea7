import { createHash } from 'node:crypto'
import { mkdir, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import type { VideoPlan } from '#domain/transcode/plan/plan.ts'
import type { BenchOptions } from '../harness.ts'
import { runBare } from './timed-command.ts'

const cacheFolder = path.join(process.cwd(), '.cache', 'bench')
/** Below it a stored picture is certain to stay under its rung's cap. */
const streamableShare = 0.9
const zoomSeconds = 60

type Wanted = Pick<BenchOptions, 'seconds' | 'source' | 'say'>

/** The film that transcoding is measured with: the caller's own, cut to length as it is stored, or one that is drawn. */
export async function originalFilm({ seconds, source, say }: Wanted): Promise<string> {
  if (source === undefined) return drawnFilm({ seconds, height: 1080, say })
  const { size, mtimeMs } = await stat(source)
  const file = path.resolve(source)
  const key = createHash('sha256').update(`${file} ${size} ${mtimeMs}`).digest('hex').slice(0, 12)
  return kept(`${key}-${seconds}s${path.extname(source)}`, say, [
    ...['-i', file, '-t', String(seconds), '-map', '0:v:0', '-map', '0:a:0?', '-c', 'copy'],
  ])
}

/**
 * A film with much and little movement, fine grain, flat areas and stereo sound, as an H.264 original with key frames too far
 * apart to be copied.
 */
export function drawnFilm({
  seconds,
  height,
  say,
}: Pick<Wanted, 'seconds' | 'say'> & { height: number }): Promise<string> {
  const width = Math.round((height * 16) / 18) * 2
  const picture = [
    `[0:v]scale=1920:1080:flags=bicubic,noise=alls=5:allf=t[far]`,
    '[1:v]scale=640:360[near]',
    "[far][near]overlay=x='640+500*sin(t/3)':y='360+250*cos(t/2)'[full]",
    `[full]scale=${width}:${height}:flags=bicubic,format=yuv420p[v]`,
  ].join(';')
  const frames = Math.max(zoomSeconds, seconds) * 30
  const tone = (hertz: number) => `0.2*sin(2*PI*t*(${hertz}+40*sin(t)))+0.05*random(0)`
  return kept(`drawn-${height}p-${seconds}s.mp4`, say, [
    ...['-f', 'lavfi', '-i', `mandelbrot=size=480x270:rate=30:maxiter=400:end_pts=${frames}`],
    ...['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30'],
    ...['-f', 'lavfi', '-i', `aevalsrc=${tone(220)}|${tone(330)}:s=48000`],
    ...['-filter_complex', picture, '-map', '[v]', '-map', '2:a', '-t', String(seconds)],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-g', '600', '-c:a', 'aac', '-b:a', '160k'],
  ])
}

/** The same film as an H.264/AAC original that is good enough to be copied: closed groups of two seconds, under the cap. */
export function streamableFilm(
  film: string,
  { rungs, frameRate, gopFrames }: VideoPlan,
  say: Wanted['say'],
): Promise<string> {
  const [largest] = rungs
  if (!largest) throw new Error('a film without rungs')
  const kilobits = Math.floor(largest.maxKilobits * streamableShare)
  return kept(`${path.parse(film).name}-streamable.mp4`, say, [
    ...['-i', film, '-map', '0:v:0', '-map', '0:a:0?'],
    ...[
      '-vf',
      `fps=${frameRate.num}/${frameRate.den},scale=${largest.width}:${largest.height},format=yuv420p`,
    ],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-crf', '23'],
    ...['-maxrate', `${kilobits}k`, '-bufsize', `${kilobits}k`],
    ...['-g', String(gopFrames), '-keyint_min', String(gopFrames), '-sc_threshold', '0'],
    ...['-x264-params', 'open-gop=0', '-c:a', 'aac', '-b:a', '128k', '-ac', '2', '-ar', '48000', '-shortest'],
  ])
}

/** A file of the cache, made by ffmpeg where it is not there yet. */
async function kept(name: string, say: Wanted['say'], args: readonly string[]): Promise<string> {
  const file = path.join(cacheFolder, name)
  if (await stat(file).catch(() => undefined)) return file
  say(`making ${name}, once …`)
  await mkdir(cacheFolder, { recursive: true })
  const unfinished = path.join(cacheFolder, `unfinished-${process.pid}-${name}`)
  await runBare(['-v', 'error', '-y', ...args, unfinished], cacheFolder)
  await rename(unfinished, file)
  return file
}
