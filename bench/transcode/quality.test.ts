import { expect, test } from 'vitest'
import { readQuality } from './quality.ts'

test('what ffmpeg says of two films is read, over all planes', () => {
  const said = `
[Parsed_ssim_9 @ 0x55] SSIM Y:0.969 (15.1) U:0.98 (17.3) V:0.98 (17.5) All:0.974512 (15.94)
[Parsed_psnr_8 @ 0x55] PSNR y:37.51 u:41.9 v:42.2 average:38.62 min:33.1 max:50.2`
  expect(readQuality(said)).toEqual({ psnr: 38.62, ssim: 0.974512 })
  expect(readQuality(said.replace('38.62', 'inf')).psnr).toBe(Infinity)
})

test('a run that measured nothing is an error', () => {
  expect(() => readQuality('Conversion failed!')).toThrow(/how good/)
})
