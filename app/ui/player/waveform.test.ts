import { expect, test } from 'vitest'
import { barsOf, parseWaveform } from './waveform.ts'

test('a bar is as high as the loudest moment it stands for', () =>
  expect(barsOf({ secondsPerPeak: 0.5, peaks: [1, 9, 2, 3, 40, 5, 0, 7] }, 4, 4)).toEqual([9, 3, 40, 7]))

test('a short recording repeats its peaks, and silence follows where they end early', () => {
  expect(barsOf({ secondsPerPeak: 1, peaks: [10, 20] }, 2, 4)).toEqual([10, 10, 20, 20])
  expect(barsOf({ secondsPerPeak: 1, peaks: [10, 20] }, 4, 4)).toEqual([10, 20, 0, 0])
})

test('only a file of the version we know is drawn', () => {
  expect(parseWaveform({ version: 1, secondsPerPeak: 0.1, peaks: [5] })).toEqual({
    secondsPerPeak: 0.1,
    peaks: [5],
  })
  expect(parseWaveform({ version: 2, secondsPerPeak: 0.1, peaks: [5] })).toBeUndefined()
  expect(parseWaveform({ version: 1, secondsPerPeak: 0, peaks: [5] })).toBeUndefined()
  expect(parseWaveform({ version: 1, secondsPerPeak: 0.1, peaks: ['5', null] })).toBeUndefined()
  expect(parseWaveform(null)).toBeUndefined()
})
