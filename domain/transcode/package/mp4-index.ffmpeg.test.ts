import { readFile } from 'node:fs/promises'
import { createFile, MP4BoxBuffer } from 'mp4box'
import { beforeAll, expect, test } from 'vitest'
import { drawFile, drawClip, truncated, writeMedia } from '#tests/support/media.ts'
import { indexSegments } from './index-segments.ts'
import { readMp4Index } from './mp4-index.ts'

const fragmented = ['-movflags', '+delay_moov+default_base_moof+skip_trailer']
let film: string
let song: string

beforeAll(async () => {
  const drawn = await drawClip({ seconds: 9 })
  film = await drawFile('mp4', [
    '-i',
    drawn,
    '-an',
    '-c:v',
    'libx264',
    '-g',
    '60',
    '-keyint_min',
    '60',
    '-sc_threshold',
    '0',
    ...['-movflags', '+frag_keyframe+frag_discont+delay_moov+default_base_moof+skip_trailer'],
  ])
  song = await drawFile('mp4', [
    '-i',
    drawn,
    '-vn',
    '-c:a',
    'aac',
    ...fragmented,
    '-frag_duration',
    '1000000',
  ])
})

async function readWithMp4box(file: string) {
  const reader = createFile()
  const bytes = await readFile(file)
  reader.appendBuffer(MP4BoxBuffer.fromArrayBuffer(Uint8Array.from(bytes).buffer, 0), true)
  const info = reader.getInfo()
  const track = info.tracks[0]
  const samples = reader.getTrackSamplesInfo(track?.id ?? 1)
  return { track, samples }
}

test.each(['film', 'song'] as const)(
  'the index of a %s agrees with mp4box, sample by sample',
  async (which) => {
    const file = which === 'film' ? film : song
    const ours = await readMp4Index(file)
    const { track, samples } = await readWithMp4box(file)
    expect(ours.codecs.toLowerCase()).toBe(track?.codec.toLowerCase())
    expect(ours.timescale).toBe(track?.timescale)
    expect(ours.fragments.reduce((sum, fragment) => sum + fragment.samples, 0)).toBe(samples.length)
    expect(ours.fragments.reduce((sum, { duration }) => sum + duration, 0)).toBe(
      samples.reduce((sum, { duration }) => sum + duration, 0),
    )
    let at = 0
    for (const fragment of ours.fragments) {
      const first = samples[at]
      expect(fragment.decodeTime).toBe(first?.dts)
      expect(fragment.offset + fragment.firstSampleLength).toBe((first?.offset ?? 0) + (first?.size ?? 0))
      expect(first?.is_sync).toBe(true)
      at += fragment.samples
    }
  },
)

test('segments tile the file and last four seconds', async () => {
  const index = await indexSegments(film)
  if (!index) throw new Error('there is nothing in it')
  expect(index.segments.map(({ duration }) => duration)).toEqual([4, 4, 1])
  expect(index.keyFrames).toHaveLength(5)
  expect(index).toMatchObject({ width: 320, height: 180, frameRate: 30, durationSeconds: 9 })
  let end = index.initBytes
  for (const { offset, length } of index.segments) {
    expect(offset).toBe(end)
    end = offset + length
  }
  expect(end).toBe(index.bytes)
  expect(index.bandwidth).toBeGreaterThanOrEqual(index.averageBandwidth)
})

test('what is cut short or is no fragmented MP4 is refused, not guessed at', async () => {
  await expect(readMp4Index(await truncated(film, 0.7))).rejects.toThrow(/cut short/)
  await expect(readMp4Index(await writeMedia('mp4', ''))).rejects.toThrow(/no header/)
  await expect(readMp4Index(await drawClip({ seconds: 1 }))).rejects.toThrow(/mvex/)
})
