import { expect, test } from 'vitest'
import { failureCauses } from '#db/schema/media.ts'
import { FfmpegFailure } from '#platform/ffmpeg/ffmpeg.ts'
import { causeText, TranscodeRefused } from './causes.ts'
import { causeOf, clock, judgeEncodeFailure, judgeOutcome, judgeProbeFailure } from './judge.ts'

const failed = (stderr: string) => new FfmpegFailure('failed', 1, stderr)

test('a file that cannot be opened is not media, or damaged when it begins like media', () => {
  const failure = failed('x.mp4: Invalid data found when processing input')
  expect(judgeProbeFailure(failure, false)).toMatchObject({ cause: 'not_media' })
  expect(judgeProbeFailure(failure, true)).toMatchObject({ cause: 'damaged' })
})

test.each([
  'HTTP error 503 Service Unavailable',
  'Connection refused',
  'No space left on device',
  'Input/output error',
])('an original is not blamed for: %s', (words) => {
  expect(judgeProbeFailure(failed(words), false)).toBeUndefined()
  expect(judgeEncodeFailure(failed(`${words}\nConversion failed!`), 3)).toBeUndefined()
})

test.each([
  ['damaged', 'Error while decoding stream #0:0: Invalid data found when processing input'],
  ['unsupported_codec', 'Decoder (codec prores_raw) not found for input stream #0:0'],
  ['too_large', 'Cannot allocate memory'],
])('a failed encode is explained as %s', (cause, words) => {
  expect(judgeEncodeFailure(failed(words), 65)).toMatchObject({ cause })
})

test('damage is told with the time it was met at', () => {
  expect(judgeEncodeFailure(failed('Invalid data found'), 65)?.detail).toMatch(/^at 1:05: /)
  expect([clock(5), clock(65), clock(3725)]).toEqual(['0:05', '1:05', '1:02:05'])
})

test('a film that ends early is damaged when its reader complained, not when the promise was wrong', () => {
  const outcome = { mediaType: 'video', madeSeconds: 6, expectedSeconds: 10 } as const
  expect(judgeOutcome({ ...outcome, stderr: 'stream 0, offset 0x98dd1: partial file' })).toMatchObject({
    cause: 'damaged',
  })
  expect(judgeOutcome({ ...outcome, stderr: '' })).toBeUndefined()
  expect(judgeOutcome({ ...outcome, madeSeconds: 9.9, stderr: 'Error while decoding' })).toBeUndefined()
})

test('a sound file that ends early is damaged unless its length was a guess', () => {
  const outcome = { mediaType: 'audio', madeSeconds: 6, expectedSeconds: 10 } as const
  expect(judgeOutcome({ ...outcome, stderr: '' })).toMatchObject({ cause: 'damaged' })
  expect(
    judgeOutcome({ ...outcome, stderr: 'Estimating duration from bitrate, this may be inaccurate' }),
  ).toBeUndefined()
})

test('every error has a cause to store, and every cause has words', () => {
  expect(causeOf(new TranscodeRefused({ cause: 'protected', detail: '' }))).toBe('protected')
  expect(causeOf(new FfmpegFailure('stalled', undefined, ''))).toBe('timed_out')
  expect(causeOf(new Error('any'))).toBe('our_fault')
  for (const cause of failureCauses) expect(causeText[cause].length).toBeGreaterThan(40)
})
