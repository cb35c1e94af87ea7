import { expect, test } from 'vitest'
import type { Rendition, RenditionPart } from './assemble-film.ts'
import { cutPreview } from './cut-preview.ts'

/** A file of so many segments of four seconds, 100 bytes each, after 10 bytes of header. */
const part = (key: string, segments: number, initHash = 'same'): RenditionPart => ({
  key,
  initBytes: 10,
  initHash,
  segments: Array.from({ length: segments }, (_, index) => ({
    offset: 10 + index * 100,
    length: 100,
    duration: 4,
  })),
  keyFrames: [],
  bytes: 10 + segments * 100,
})
const rendition = (name: string, parts: RenditionPart[], change: Partial<Rendition> = {}): Rendition => {
  const height = Number.parseInt(name, 10) || 0
  return {
    name,
    kind: height ? 'video' : 'audio',
    codecs: height ? 'avc1.64001F' : 'mp4a.40.2',
    width: height * 2,
    height,
    frameRate: 30,
    bandwidth: 0,
    averageBandwidth: 0,
    bytes: 0,
    durationSeconds: parts.flatMap(({ segments }) => segments).length * 4,
    language: undefined,
    title: undefined,
    channels: 2,
    parts,
    ...change,
  }
}
const long = (name: string) =>
  rendition(name, [part(`${name}/0`, 1), part(`${name}/1`, 15), part(`${name}/2`, 15)])

test('a preview is half a minute of one picture and one sound, byte for byte what is there', () => {
  const cuts = cutPreview([
    long('1080p'),
    long('480p'),
    long('360p'),
    rendition('audio-128k', [part('a', 31)]),
  ])
  expect(cuts).toEqual([
    {
      name: 'preview-480p',
      kind: 'video',
      spans: [
        { key: '480p/0', offset: 0, length: 110 },
        { key: '480p/1', offset: 10, length: 600 },
      ],
    },
    { name: 'preview-audio-128k', kind: 'audio', spans: [{ key: 'a', offset: 0, length: 710 }] },
  ])
})

test('no more than a third of a film is given away', () => {
  const short = rendition('480p', [part('v', 6)])
  expect(cutPreview([short])[0]?.spans).toEqual([{ key: 'v', offset: 0, length: 210 }])
})

test('a film of which a third is less than a segment has no preview', () => {
  expect(cutPreview([rendition('480p', [part('v', 2)]), rendition('audio-128k', [part('a', 2)])])).toEqual([])
})

test('a film smaller than a preview shows its own size, and none in AV1', () => {
  const av1 = rendition('240p-av1', [part('x', 6)], { codecs: 'av01.0.00M.08' })
  expect(cutPreview([long('240p'), av1]).map(({ name }) => name)).toEqual(['preview-240p'])
})

test('a portrait film is measured by its short side', () => {
  const portrait = rendition('480p', [part('v', 12)], { width: 480, height: 854 })
  expect(cutPreview([long('1080p'), portrait]).map(({ name }) => name)).toEqual(['preview-480p'])
})

test('a preview ends where a file begins in another way, as it has one header', () => {
  const mixed = rendition('480p', [part('v/0', 1), part('v/1', 30, 'other')])
  expect(cutPreview([mixed])[0]?.spans).toEqual([{ key: 'v/0', offset: 0, length: 110 }])
})

test('of sound alone the middle rung is the preview', () => {
  const sounds = ['audio-64k', 'audio-128k', 'audio-256k'].map((name) => rendition(name, [part(name, 12)]))
  expect(cutPreview(sounds)).toEqual([
    {
      name: 'preview-audio-128k',
      kind: 'audio',
      spans: [{ key: 'audio-128k', offset: 0, length: 410 }],
    },
  ])
  expect(cutPreview([])).toEqual([])
})
