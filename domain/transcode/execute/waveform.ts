import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'

const mostPeaks = 2000
const shortestPeakSeconds = 0.05
/** Raw sound for the peaks may take so many bytes in the scratch folder. */
const mostRawBytes = 64 * 2 ** 20
const bytesPerSample = 2

/** Samples per second that the peaks are read from: few enough that long sound stays small on disk. */
export function waveformRate(seconds: number): number {
  return Math.max(500, Math.min(8000, Math.floor(mostRawBytes / bytesPerSample / Math.max(1, seconds))))
}

/** Peaks of raw mono sound (16 bits, little-endian) as whole numbers from 0 to 100, at most two thousand of them. */
export async function readWaveform(
  file: string,
  samplesPerSecond: number,
): Promise<{ secondsPerPeak: number; peaks: number[] } | undefined> {
  const { size } = await stat(file)
  const samples = Math.floor(size / bytesPerSample)
  if (samples === 0) return undefined
  const perPeak = Math.max(Math.ceil(samples / mostPeaks), Math.round(shortestPeakSeconds * samplesPerSecond))
  const peaks: number[] = []
  let seen = 0
  let highest = 0
  let carried: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 18 })) {
    const bytes = Buffer.concat([carried, chunk as Buffer])
    const whole = bytes.length - (bytes.length % bytesPerSample)
    for (let at = 0; at < whole; at += bytesPerSample) {
      highest = Math.max(highest, Math.abs(bytes.readInt16LE(at)))
      if (++seen % perPeak === 0) {
        peaks.push(Math.round((highest / 32_768) * 100))
        highest = 0
      }
    }
    carried = bytes.subarray(whole)
  }
  if (seen % perPeak !== 0) peaks.push(Math.round((highest / 32_768) * 100))
  return { secondsPerPeak: perPeak / samplesPerSecond, peaks }
}
