import { readFile } from 'node:fs/promises'
import { createFile, MP4BoxBuffer } from 'mp4box'
import { beforeAll, expect, test } from 'vitest'
import { drawFile, drawClip, truncated, writeMedia } from '#tests/support/media.ts'
import { decode } from '#tests/support/media/measure.ts'
import { indexPart } from './index-part.ts'
import { readMp4Index } from './mp4-index.ts'

const fragmented = ['-movflags', '+delay_moov+default_base_moof+skip_trailer']
const lateFragments = '+frag_keyframe+frag_discont+delay_moov+default_base_moof+skip_trailer'
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
    ...['-movflags', lateFragments],
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

test.each(['film', 'song'] as const)(
  'segments of a %s tile the file and last four seconds',
  async (which) => {
    const isFilm = which === 'film'
    const index = await indexPart(
      isFilm ? film : song,
      isFilm ? { by: 'count', fragments: 2 } : { by: 'time' },
    )
    if (!index) throw new Error('there is nothing in it')
    const seconds = index.segments.map(({ duration }) => duration)
    if (isFilm) expect(seconds).toEqual([4, 4, 1])
    else expect(seconds.map(Math.round)).toEqual([4, 4, 1])
    expect(index.keyFrames).toHaveLength(isFilm ? 5 : 0)
    expect(index).toMatchObject(
      isFilm
        ? { width: 320, height: 180, samples: 270, shownAt: 0, seamless: true }
        : { width: 0, height: 0, shownAt: -1024, seamless: true },
    )
    let end = index.initBytes
    for (const { offset, length } of index.segments) {
      expect(offset).toBe(end)
      end = offset + length
    }
    expect(end).toBe(index.bytes)
  },
)

test('segments begin where they are told to, by the picture', async () => {
  const ticks = [0, 2, 8].map((seconds) => seconds * 15_360)
  const index = await indexPart(film, { by: 'starts', ticks, frameTicks: 512 })
  expect(index?.segments.map(({ duration }) => duration)).toEqual([2, 6, 1])
})

test('a chunk knows when it is due in the film, and a gap in it is seen', async () => {
  const late = await drawFile('mp4', [
    ...['-i', film, '-c', 'copy', '-output_ts_offset', '60', '-movflags', lateFragments],
  ])
  expect(await indexPart(late, { by: 'count', fragments: 2 })).toMatchObject({
    shownAt: 60 * 15_360,
    seamless: true,
  })
  const bytes = await readFile(film)
  const [, second, third] = (await readMp4Index(film)).fragments
  const holed = Buffer.concat([bytes.subarray(0, second?.offset), bytes.subarray(third?.offset)])
  expect(await indexPart(await writeMedia('mp4', holed), { by: 'count', fragments: 2 })).toMatchObject({
    seamless: false,
    samples: 210,
  })
})

test('a key frame can be cut out and shown by itself', async () => {
  const index = await indexPart(film, { by: 'count', fragments: 2 })
  const bytes = await readFile(film)
  for (const { offset, length } of index?.keyFrames ?? []) {
    const cut = Buffer.concat([bytes.subarray(0, index?.initBytes), bytes.subarray(offset, offset + length)])
    const { frames } = await decode(await writeMedia('mp4', cut), 'v:0')
    expect(frames).toBe(1)
  }
})

test('a file without a fragment has nothing in it', async () => {
  const bytes = await readFile(film)
  const { initBytes } = await readMp4Index(film)
  const header = await writeMedia('mp4', bytes.subarray(0, initBytes))
  expect(await indexPart(header, { by: 'time' })).toBeUndefined()
})

test('AV1 is named as browsers ask for it', async () => {
  const drawn = await drawClip({ seconds: 1 })
  const av1 = await drawFile('mp4', [
    ...['-i', drawn, '-an', '-c:v', 'libsvtav1', '-preset', '12', '-g', '30', ...fragmented],
  ])
  const { track } = await readWithMp4box(av1)
  const { codecs } = await readMp4Index(av1)
  expect(codecs).toMatch(/^av01\.0\.\d\dM\.08$/)
  expect(track?.codec).toBe(codecs)
})

test('what is cut short or is no fragmented MP4 is refused, not guessed at', async () => {
  await expect(readMp4Index(await truncated(film, 0.7))).rejects.toThrow(/cut short/)
  await expect(readMp4Index(await writeMedia('mp4', ''))).rejects.toThrow(/no header/)
  await expect(readMp4Index(await drawClip({ seconds: 1 }))).rejects.toThrow(/mvex/)
})
