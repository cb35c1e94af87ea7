/** The ladder: short side in pixels, and the most a rung may take in kbit/s. Above 1080 the caps grow with the picture's area. */
const ladder = [
  { shortSide: 2160, kilobits: 20000 },
  { shortSide: 1440, kilobits: 8900 },
  { shortSide: 1080, kilobits: 5000 },
  { shortSide: 720, kilobits: 2800 },
  { shortSide: 480, kilobits: 1400 },
  { shortSide: 360, kilobits: 800 },
  { shortSide: 240, kilobits: 400 },
] as const

const audioLadder = [64, 128, 256] as const

const commonRates = [
  [60, 1],
  [60000, 1001],
  [50, 1],
  [48, 1],
  [30, 1],
  [30000, 1001],
  [25, 1],
  [24, 1],
  [24000, 1001],
  [15, 1],
  [12, 1],
  [10, 1],
] as const

export type FrameRate = { num: number; den: number }

export type VideoRung = {
  /** The short side and a p: `720p`. */
  name: string
  width: number
  height: number
  maxKilobits: number
  /** Shows every second picture: small rungs of fast films. */
  halfRate: boolean
}

export type AudioRung = { name: string; kilobits: number }

/** The nearest even length that is not above the original's own. */
const even = (length: number, own: number) =>
  Math.max(2, Math.min(Math.round(length / 2), Math.floor(own / 2)) * 2)

/** The output frame rate: the common one nearest to the measured rate, 60 at most. */
export function snapFrameRate(measured: number): FrameRate {
  const wanted = Math.min(measured, 60)
  const distance = ([num, den]: readonly [number, number]) => Math.abs(num / den - wanted)
  const [num, den] = commonRates.reduce(
    (best, rate) => (distance(rate) < distance(best) ? rate : best),
    commonRates[0] as readonly [number, number],
  )
  return { num, den }
}

/** The most a rung may take, in kbit/s: the ladder's own, or between its neighbours'. */
export function capFor(shortSide: number): number {
  const above = ladder.findLast((step) => step.shortSide >= shortSide)
  const below = ladder.find((step) => step.shortSide <= shortSide)
  if (!above) return ladder[0].kilobits
  if (!below) return Math.max(100, Math.round((above.kilobits * shortSide) / above.shortSide))
  if (above.shortSide === below.shortSide) return above.kilobits
  const share = (shortSide - below.shortSide) / (above.shortSide - below.shortSide)
  return Math.round(below.kilobits + share * (above.kilobits - below.kilobits))
}

/**
 * The rungs of a film, largest first, by the short side of what a viewer sees. The first has the original's own size
 * (2160 at most), so nothing is scaled up; a step of the ladder follows where it is at least a tenth smaller than the rung above.
 */
export function videoLadder({
  width,
  height,
  frameRate,
}: {
  width: number
  height: number
  frameRate: number
}): VideoRung[] {
  const own = Math.min(width, height)
  const sides = [Math.min(own, ladder[0].shortSide)]
  for (const { shortSide } of ladder) {
    const above = sides.at(-1) ?? own
    if (shortSide < above * 0.9) sides.push(shortSide)
  }
  return sides.map((side) => ({
    name: `${even(side, own)}p`,
    width: even((width * side) / own, width),
    height: even((height * side) / own, height),
    maxKilobits: capFor(side),
    halfRate: side < 480 && frameRate > 30.5,
  }))
}

const av1ShortSide = 720

/**
 * The rungs that are also made in AV1: those of at most 720 lines, where it saves most for what it costs, and all of them, so
 * that a player has a ladder to climb.
 */
export const av1RungsOf = (rungs: readonly VideoRung[]): VideoRung[] =>
  rungs
    .filter(({ width, height }) => Math.min(width, height) <= av1ShortSide)
    .map((rung) => ({ ...rung, name: `${rung.name}-av1`, halfRate: false }))

/** The rungs of a sound file: from 64 kbit/s up to the first that loses nothing the original had. */
export function audioOnlyLadder({
  kilobits,
  lossless,
}: {
  kilobits: number | undefined
  lossless: boolean
}): AudioRung[] {
  const enough =
    lossless || kilobits === undefined ? -1 : audioLadder.findIndex((rung) => rung >= kilobits * 0.9)
  return audioLadder.slice(0, enough < 0 ? audioLadder.length : enough + 1).map(audioRung)
}

/** One rung of sound, stereo AAC. */
export function audioRung(kilobits: number): AudioRung {
  return { name: `audio-${kilobits}k`, kilobits }
}
