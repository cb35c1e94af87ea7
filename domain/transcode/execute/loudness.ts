import { open } from 'node:fs/promises'
import path from 'node:path'

/** How loud a film is as a whole (EBU R128): integrated loudness in LUFS, the highest true peak in dBTP. */
export type Loudness = { integratedLufs: number; truePeakDbtp: number }

const files = { integrated: 'loudness.txt', peak: 'peak.txt' }
const silence = -70

/** Filters that pass sound on unchanged and write down how loud it is, in the working folder. */
export const loudnessFilters = [
  'ebur128=peak=true:metadata=1:framelog=verbose',
  `ametadata=mode=print:key=lavfi.r128.I:file=${files.integrated}`,
  `ametadata=mode=print:key=lavfi.r128.true_peak:file=${files.peak}`,
]

/** What the filters have written; undefined where there was nothing, or nothing but silence, to hear. */
export async function readLoudness(folder: string): Promise<Loudness | undefined> {
  const [integratedLufs, truePeak] = await Promise.all([
    lastValue(path.join(folder, files.integrated)),
    lastValue(path.join(folder, files.peak)),
  ])
  if (integratedLufs === undefined || truePeak === undefined || integratedLufs <= silence) return undefined
  return { integratedLufs, truePeakDbtp: Math.round(20 * Math.log10(Math.max(truePeak, 1e-6)) * 100) / 100 }
}

/** The filters report after every tenth of a second what holds so far: the last line is of the whole. */
async function lastValue(file: string): Promise<number | undefined> {
  const opened = await open(file).catch(() => undefined)
  if (!opened) return undefined
  try {
    const { size } = await opened.stat()
    const tail = Buffer.alloc(Math.min(size, 4096))
    await opened.read(tail, 0, tail.length, size - tail.length)
    const value = Number(/.*=(-?[\d.]+)\s*$/.exec(tail.toString('latin1'))?.[1] ?? NaN)
    return Number.isFinite(value) ? value : undefined
  } finally {
    await opened.close()
  }
}
