import { readdir } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { rgbaToThumbHash } from 'thumbhash'
import type { Ffmpeg, FfmpegRun, MediaInput } from '#platform/ffmpeg/ffmpeg.ts'
import type { TranscodePlan } from '../plan/plan.ts'
import { posterScore } from '../plan/poster-score.ts'

/** A picture, how much it tells, and the blurred one that is shown while it loads (evanw's ThumbHash, base64, about 30 bytes). */
export type ScoredPoster = { path: string; width: number; height: number; score: number; hash: string }

const posterPattern = /^poster-\d+\.jpg$/
const asJpeg = ['-c:v', 'mjpeg', '-q:v', '3', '-f', 'image2']
/** The output of a command that leaves candidates for the poster in its folder. */
export const posterOutput: FfmpegRun['outputs'][number] = {
  path: 'poster-%d.jpg',
  options: ['-map', '[poster]', '-fps_mode', 'passthrough', ...asJpeg],
}
const oneLook = { wallSeconds: 60, stallSeconds: 60, fileBytes: 16 * 2 ** 20 }

/** The most telling of the candidates that an encode left in its folder; undefined when there is none. */
export async function choosePoster(folder: string): Promise<ScoredPoster | undefined> {
  const names = (await readdir(folder)).filter((name) => posterPattern.test(name))
  const candidates = await Promise.all(names.map((name) => scored(path.join(folder, name))))
  const best = candidates.sort((a, b) => b.score - a.score)[0]
  return best && { ...best, hash: await thumbHashOf(best.path) }
}

/** One key frame from the middle of the first third, at once: what a film shows until its chunks have better ones. */
export async function firstPoster(options: {
  ffmpeg: Ffmpeg
  plan: TranscodePlan
  input: MediaInput
  scratchDir: string
  signal?: AbortSignal | undefined
}): Promise<ScoredPoster | undefined> {
  const { ffmpeg, plan, input, scratchDir, signal } = options
  const { video, zeroSeconds, expectedSeconds = 0 } = plan
  if (!video) return undefined
  const { width, height } = video.poster
  return optional(signal, async () => {
    await ffmpeg.run({
      inputs: [
        {
          media: input,
          options: ['-y', '-skip_frame', 'nokey', '-ss', (zeroSeconds + expectedSeconds / 6).toFixed(3)],
        },
      ],
      filter: `[0:${video.streamIndex}]scale=${width}:${height}:flags=bicubic,setsar=1,format=yuvj420p[poster]`,
      outputs: [{ path: 'poster-0.jpg', options: ['-map', '[poster]', '-frames:v', '1', ...asJpeg] }],
      cwd: scratchDir,
      limits: oneLook,
      ...(signal ? { signal } : {}),
    })
    return choosePoster(scratchDir)
  })
}

/** The cover that travels with a sound file as a JPEG of at most 1280 pixels; undefined when it cannot be read. */
export async function extractCover(options: {
  ffmpeg: Ffmpeg
  input: MediaInput
  coverIndex: number
  scratchDir: string
  signal?: AbortSignal | undefined
}): Promise<ScoredPoster | undefined> {
  const { ffmpeg, input, coverIndex, scratchDir, signal } = options
  return optional(signal, async () => {
    await ffmpeg.run({
      inputs: [{ media: input, options: ['-y', '-an'] }],
      filter: `[0:${coverIndex}]scale='min(1280,iw)':-2:flags=bicubic,setsar=1,format=yuvj420p[cover]`,
      outputs: [
        { path: 'cover.jpg', options: ['-map', '[cover]', '-frames:v', '1', ...asJpeg, '-update', '1'] },
      ],
      cwd: scratchDir,
      limits: oneLook,
      ...(signal ? { signal } : {}),
    })
    const cover = await scored(path.join(scratchDir, 'cover.jpg'))
    return { ...cover, hash: await thumbHashOf(cover.path) }
  })
}

async function scored(file: string): Promise<Omit<ScoredPoster, 'hash'>> {
  const picture = sharp(file)
  const [{ width, height }, { entropy, channels }] = await Promise.all([picture.metadata(), picture.stats()])
  return { path: file, width, height, score: posterScore({ entropy, channels }) }
}

async function thumbHashOf(file: string): Promise<string> {
  const { data, info } = await sharp(file)
    .resize(100, 100, { fit: 'inside' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64')
}

/** A picture that cannot be made is no reason to refuse the film. */
async function optional<T>(signal: AbortSignal | undefined, make: () => Promise<T>): Promise<T | undefined> {
  try {
    return await make()
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof Error) return undefined
    throw error
  }
}
