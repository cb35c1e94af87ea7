import { expect, test } from 'vitest'
import { av1Rows, filmRows, qualityRows, type FilmRound } from './film-rows.ts'

const round: FilmRound = {
  encoded: { wallSeconds: 57, cpuSeconds: 103, chunkCpuSeconds: 98, soundCpuSeconds: 3 },
  onePass: { wallSeconds: 50, cpuSeconds: 100 },
  peertube: { wallSeconds: 80, cpuSeconds: 150 },
  uncutCpuSeconds: 96,
  strayPictures: 0,
  copied: { wallSeconds: 30, cpuSeconds: 54, readySeconds: 1.3 },
  peertubeOfCopied: { wallSeconds: 78, cpuSeconds: 145 },
  firstSegment: { seconds: 4, withSoundSeconds: 6 },
}
const row = (name: string, rounds: readonly FilmRound[] = [round]) =>
  filmRows(rounds, 60).find((found) => found.name === name)

test('a pipeline as it was aimed at holds every target', () => {
  const rows = filmRows([round], 60)
  expect(rows.filter(({ holds }) => holds === false)).toEqual([])
  expect(rows.filter(({ target }) => target === undefined).map(({ name }) => name)).toEqual([
    'first segment and all sound / 5 s',
  ])
})

test('two seconds of its wall time are its own, the rest is compared', () => {
  expect(row('wall − 2 s / one pass')).toMatchObject({ oursMedian: 55, result: 1.1, holds: true })
})

test('a copied film of a minute is to be ready in 2.6 seconds', () => {
  const late = { ...round, copied: { ...round.copied, readySeconds: 2.7 } }
  expect(row('ready, copied / allowed')).toMatchObject({ theirsMedian: 2.6, holds: true })
  expect(row('ready, copied / allowed', [late])).toMatchObject({ holds: false })
})

test('one stray picture in most rounds is one too many', () => {
  const stray = { ...round, strayPictures: 1 }
  expect(row('stray pictures, chunks − uncut', [stray, stray, round])).toMatchObject({ holds: false })
})

test("quality has a target for our rungs, none for PeerTube's", () => {
  const made = { psnr: 39.95, ssim: 0.961 }
  const onePass = { psnr: 40, ssim: 0.962 }
  const rows = qualityRows([
    { rung: '1080p', way: 'ours', made, onePass },
    { rung: '1080p', way: 'peertube', made, onePass },
  ])
  expect(rows.map(({ holds }) => holds)).toEqual([true, true, undefined, undefined])
  expect(rows[0]?.result).toBeCloseTo(-0.05)
})

test('AV1 is told by what it saves and costs', () => {
  const rows = av1Rows({
    rung: '720p',
    h264: { bytes: 10e6, cpuSeconds: 100, quality: { psnr: 40, ssim: 0.96 } },
    av1: { bytes: 8e6, cpuSeconds: 60, quality: { psnr: 40, ssim: 0.961 } },
  })
  expect(rows.map(({ result }) => Number(result.toFixed(3)))).toEqual([0.8, 0.001, 0.6])
})
