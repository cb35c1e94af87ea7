import { sheet, type TranscodePlan } from '../plan/plan.ts'
import type { Film } from './assemble-film.ts'

/** The small pictures of a film: sizes in pixels, seconds from one to the next. */
export type Storyboard = {
  secondsPerTile: number
  tileWidth: number
  tileHeight: number
  columns: number
  sheets: { key: string; firstTile: number; tiles: number }[]
}

/** The storyboard of what there is of a film; undefined when there is none yet. */
export function storyboardOf(
  { video }: Pick<TranscodePlan, 'video'>,
  { sheets }: Pick<Film, 'sheets'>,
): Storyboard | undefined {
  if (!video || sheets.length === 0) return undefined
  const { everyFrames, width, height } = video.storyboard
  return {
    secondsPerTile: (everyFrames * video.frameRate.den) / video.frameRate.num,
    tileWidth: width,
    tileHeight: height,
    columns: sheet.columns,
    sheets,
  }
}

/** WebVTT whose cues are the places of the small pictures, as players read them (Media Fragments `xywh`). */
export function storyboardVtt(storyboard: Storyboard, urlOf: (key: string) => string): string {
  const { secondsPerTile, tileWidth, tileHeight, columns, sheets } = storyboard
  const cues = sheets.flatMap(({ key, firstTile, tiles }) => {
    const url = urlOf(key)
    return Array.from({ length: tiles }, (_, index) => {
      const start = (firstTile + index) * secondsPerTile
      const x = (index % columns) * tileWidth
      const y = Math.floor(index / columns) * tileHeight
      return `${clock(start)} --> ${clock(start + secondsPerTile)}\n${url}#xywh=${x},${y},${tileWidth},${tileHeight}\n`
    })
  })
  return ['WEBVTT\n', ...cues].join('\n')
}

function clock(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const rest = String(milliseconds % 1000).padStart(3, '0')
  return `${two(milliseconds / 3_600_000)}:${two((milliseconds / 60_000) % 60)}:${two((milliseconds / 1000) % 60)}.${rest}`
}
