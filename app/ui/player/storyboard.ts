/** A moment of the film as a part of a sprite. Seconds and pixels. */
export type StoryPicture = {
  readonly start: number
  readonly end: number
  /** Absolute address of the sprite. */
  readonly sprite: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const timing = /^((?:\d+:)?\d\d:\d\d\.\d{3})\s+-->\s+((?:\d+:)?\d\d:\d\d\.\d{3})/
const fragment = /#xywh=(?:pixel:)?(\d+),(\d+),(\d+),(\d+)$/

/**
 * Reads a WebVTT file whose cues are addresses of sprites with a part of them (W3C Media Fragments, `#xywh=`), relative
 * ones against `base`. What is no such cue is left out.
 */
export function parseStoryboard(vtt: string, base: string): StoryPicture[] {
  return vtt.split(/\r?\n\r?\n/).flatMap((block) => {
    const lines = block.split(/\r?\n/)
    const at = lines.findIndex((line) => timing.test(line))
    const [, start, end] = timing.exec(lines[at] ?? '') ?? []
    const address = lines[at + 1]?.trim()
    const [, x, y, width, height] = fragment.exec(address ?? '')?.map(Number) ?? []
    if (!start || !end || !address || x === undefined || y === undefined || !width || !height) return []
    const sprite = new URL(address.replace(fragment, ''), base).href
    return [{ start: seconds(start), end: seconds(end), sprite, x, y, width, height }]
  })
}

/** The picture of a moment; of the last one before it where there is a gap. */
export function pictureAt(pictures: readonly StoryPicture[], time: number): StoryPicture | undefined {
  return pictures.findLast(({ start }) => start <= time) ?? pictures[0]
}

const seconds = (clock: string) => clock.split(':').reduce((total, part) => total * 60 + Number(part), 0)
