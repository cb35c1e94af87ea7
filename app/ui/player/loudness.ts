/** How loud a whole film is (ITU-R BS.1770, EBU R 128). */
export type Loudness = {
  /** LUFS. */
  readonly integratedLufs: number
  /** dBTP. */
  readonly truePeakDbtp: number
}

/** LUFS that louder films are turned down to. */
const target = -16

/** The share of its volume that makes a film no louder than others. Quiet films are left as they are: never above 1. */
export const levellingGain = (loudness: Loudness | null): number =>
  loudness ? Math.min(1, 10 ** ((target - loudness.integratedLufs) / 20)) : 1
