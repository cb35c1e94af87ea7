import { readdir } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import type { Ffmpeg, MediaInput } from '#platform/ffmpeg/ffmpeg.ts'
import { posterPattern } from './encode.ts'
import { posterScore } from '../plan/ladder.ts'

export type Poster = { path: string; width: number; height: number }

/** The most telling of the candidates that the encode left in its folder; undefined when there is none. */
export async function choosePoster(scratchDir: string): Promise<Poster | undefined> {
  const names = (await readdir(scratchDir)).filter((name) => posterPattern.test(name))
  const candidates = await Promise.all(
    names.map(async (name) => {
      const file = path.join(scratchDir, name)
      const { entropy, channels } = await sharp(file).stats()
      return { file, score: posterScore({ entropy, channels }) }
    }),
  )
  const best = candidates.sort((a, b) => b.score - a.score)[0]
  return best && measured(best.file)
}

/** The cover that travels with a sound file as a JPEG of at most 1280 pixels; undefined when it cannot be read. */
export async function extractCover(options: {
  ffmpeg: Ffmpeg
  input: MediaInput
  coverIndex: number
  scratchDir: string
  signal?: AbortSignal
}): Promise<Poster | undefined> {
  const { ffmpeg, input, coverIndex, scratchDir, signal } = options
  const output = 'cover.jpg'
  try {
    await ffmpeg.run({
      inputs: [{ media: input, options: ['-y', '-an'] }],
      filter: `[0:${coverIndex}]scale='min(1280,iw)':-2:flags=bicubic,setsar=1,format=yuvj420p[cover]`,
      outputs: [
        {
          path: output,
          options: ['-map', '[cover]', '-frames:v', '1', '-q:v', '3', '-f', 'image2', '-update', '1'],
        },
      ],
      cwd: scratchDir,
      limits: { wallSeconds: 60, stallSeconds: 60, fileBytes: 16 * 2 ** 20 },
      ...(signal ? { signal } : {}),
    })
    return await measured(path.join(scratchDir, output))
  } catch (error) {
    // A broken cover is no reason to refuse the song.
    signal?.throwIfAborted()
    if (error instanceof Error) return undefined
    throw error
  }
}

async function measured(file: string): Promise<Poster> {
  const { width, height } = await sharp(file).metadata()
  return { path: file, width, height }
}
