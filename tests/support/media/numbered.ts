import { drawFile } from '../media.ts'
import { picturesOf } from './measure.ts'

const bits = 16
const block = 8

export type NumberedFilm = {
  seconds: number
  fps: number | string
  /** Of the square picture; its first 16 × 4 pixels carry the number, enlarged. */
  side?: number
  container: string
  /** How the pictures are stored; drops some of them where `select` says so. */
  options: readonly string[]
  select?: string
}

/** Draws a film of which every picture carries its own number, as bright and dark blocks. */
export function drawNumbered({
  seconds,
  fps,
  side,
  container,
  options,
  select,
}: NumberedFilm): Promise<string> {
  const luma = `16+219*mod(floor(N/pow(2,floor(X/${block}))),2)`
  const size = side ?? bits * block
  return drawFile(container, [
    ...[
      '-f',
      'lavfi',
      '-i',
      `color=gray:size=${bits * block}x32:rate=${fps}:duration=${seconds},format=yuv420p`,
    ],
    ...[
      '-vf',
      [`geq=lum='${luma}':cb=128:cr=128`, select, `scale=${size}:${size}:flags=neighbor,setsar=1`]
        .filter(Boolean)
        .join(','),
    ],
    ...['-fps_mode', 'passthrough', ...options],
  ])
}

/** The numbers that the pictures of a film carry, in turn, with their times in seconds. */
export async function readNumbers(file: string): Promise<{ seconds: number; number: number }[]> {
  const pictures = await picturesOf(file, { width: bits, height: 1 })
  return pictures.map(({ seconds, pixels }) => ({
    seconds,
    number: [...pixels].reduce((sum, pixel, bit) => sum + (pixel > 128 ? 2 ** bit : 0), 0),
  }))
}
