import { mkdtemp, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readWaveform, waveformRate } from './waveform.ts'

/** Raw sound on disk, from samples between -1 and 1. */
async function soundOf(samples: ArrayLike<number>, extraBytes = 0): Promise<string> {
  const bytes = Buffer.alloc(samples.length * 2 + extraBytes)
  for (let at = 0; at < samples.length; at++)
    bytes.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round((samples[at] ?? 0) * 32_768))), at * 2)
  const file = path.join(await mkdtemp(path.join(os.tmpdir(), 'codex-wave-')), 'wave.s16')
  await writeFile(file, bytes)
  return file
}

test('peaks are the loudest moments, up or down, in per cent', async () => {
  const samples = new Float32Array(3000)
  samples[100] = 0.5
  samples[1100] = -1
  samples[2999] = 0.25
  expect(await readWaveform(await soundOf(samples), 20_000)).toEqual({
    secondsPerPeak: 0.05,
    peaks: [50, 100, 25],
  })
})

test('a remainder has its peak, too, and half a sample is none', async () => {
  const samples = new Float32Array(1010)
  samples[1005] = 0.75
  expect((await readWaveform(await soundOf(samples, 1), 20_000))?.peaks).toEqual([0, 75])
})

test('long sound has two thousand peaks at most, across all reads', async () => {
  const samples = new Float32Array(500_001).map((_, at) => (at < 250_000 ? 0.2 : 0.8))
  const wave = await readWaveform(await soundOf(samples), 2000)
  expect(wave?.peaks).toHaveLength(Math.ceil(500_001 / 251))
  expect(wave?.secondsPerPeak).toBeCloseTo(251 / 2000, 9)
  expect(wave?.peaks.slice(0, 995).every((peak) => peak === 20)).toBe(true)
  expect(wave?.peaks.slice(997).every((peak) => peak === 80)).toBe(true)
})

test('without sound there is no waveform', async () => {
  expect(await readWaveform(await soundOf([]), 8000)).toBeUndefined()
})

test('raw sound of any length stays small on disk', () => {
  expect(waveformRate(10)).toBe(8000)
  for (const hours of [0, 1, 3, 12]) {
    const bytes = waveformRate(hours * 3600) * hours * 3600 * 2
    expect(bytes).toBeLessThanOrEqual(64 * 2 ** 20)
    expect(waveformRate(hours * 3600)).toBeGreaterThanOrEqual(500)
  }
})
