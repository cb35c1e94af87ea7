import type { PartIndex } from '#domain/transcode/package/index-part.ts'

/** What tells whether the files of one rung make one film. */
export type RungPart = Pick<PartIndex, 'shownAt' | 'ticks' | 'samples' | 'seamless'>

/**
 * Pictures of a rung in so many files that are missing, doubled or out of place, against the same rung made in one piece: the
 * difference in number, and one for every gap inside a file or between two.
 */
export function strayPictures(parts: readonly RungPart[], whole: RungPart): number {
  const samples = parts.reduce((sum, part) => sum + part.samples, 0)
  const gaps = parts.filter(({ seamless }, index) => {
    const before = parts[index - 1]
    const due = before ? endOf(before) : whole.shownAt
    return !seamless || parts[index]?.shownAt !== due
  })
  return Math.abs(samples - whole.samples) + gaps.length + (whole.seamless ? 0 : 1)
}

const endOf = ({ shownAt, ticks }: RungPart) => shownAt + ticks
