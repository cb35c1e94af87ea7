import { expect, test } from 'vitest'
import { isOfRun, mediaPrefixes, partKey, posterKey, waveformKey, type RunOf } from './storage-keys.ts'

const run: RunOf = { creatorId: 'c', mediaId: 'm', generation: 2, kind: 'chunk', position: 1, run: 1 }

test('everything made of a film lies under its creator', () => {
  for (const key of [partKey(run, '720p'), posterKey(run), waveformKey(run)])
    expect(mediaPrefixes(run).some((prefix) => key.startsWith(prefix))).toBe(true)
})

test('a run owns its own objects, and none of a run whose number only begins like its own', () => {
  const later = { ...run, run: 12 }
  expect(isOfRun(partKey(run, '720p'), run)).toBe(true)
  expect(isOfRun(posterKey(run), run)).toBe(true)
  expect(isOfRun(partKey(later, '720p'), run)).toBe(false)
  expect(isOfRun(posterKey(later), run)).toBe(false)
})
