import HLS from 'hls-parser'
import { expect, test } from 'vitest'
import type { RenditionPart } from './assemble-film.ts'
import {
  keyFrameBandwidth,
  keyFramePlaylist,
  languageTag,
  masterPlaylist,
  mediaPlaylist,
  type PlaylistVariant,
} from './playlist.ts'

const video: PlaylistVariant = {
  name: '720p',
  kind: 'video',
  bandwidth: 2_800_000,
  averageBandwidth: 2_000_000,
  codecs: 'avc1.64001F',
  width: 1280,
  height: 720,
  frameRate: 30000 / 1001,
  language: undefined,
  title: undefined,
  channels: undefined,
  keyFrameBandwidth: { peak: 200_000, average: 150_000 },
}
const audio: PlaylistVariant = {
  ...video,
  name: 'audio-128k',
  kind: 'audio',
  bandwidth: 130_000,
  averageBandwidth: 128_000,
  codecs: 'mp4a.40.2',
  width: 0,
  height: 0,
  frameRate: 0,
  language: 'eng',
  channels: 2,
  keyFrameBandwidth: undefined,
}
const text: PlaylistVariant = { ...audio, name: 'text-1', kind: 'text', codecs: 'wvtt', channels: undefined }
const small = {
  ...video,
  name: '360p',
  width: 640,
  height: 360,
  bandwidth: 800_000,
  averageBandwidth: 600_000,
}
const urls = {
  media: ({ name }: PlaylistVariant) => `${name}.m3u8?signature=a%2Fb&x=%22`,
  keyFrames: ({ name }: PlaylistVariant) => `${name}-keys.m3u8`,
}

function master(...renditions: PlaylistVariant[]) {
  const words = masterPlaylist(renditions, urls)
  const parsed = HLS.parse(words)
  if (!parsed.isMasterPlaylist) throw new Error('not a master playlist')
  return { words, parsed }
}

test('the master tells a player everything it needs to choose a rung', () => {
  const { words, parsed } = master(video, small, audio)
  expect(parsed).toMatchObject({ version: 7, independentSegments: true })
  expect(parsed.variants.filter(({ isIFrameOnly }) => !isIFrameOnly)).toMatchObject([
    {
      uri: '720p.m3u8?signature=a%2Fb&x=%22',
      bandwidth: 2_930_000,
      averageBandwidth: 2_128_000,
      codecs: 'avc1.64001F,mp4a.40.2',
      resolution: { width: 1280, height: 720 },
      frameRate: 29.97,
      audio: [{ groupId: 'audio', language: 'en', isDefault: true, channels: '2' }],
    },
    { bandwidth: 930_000, resolution: { width: 640, height: 360 } },
  ])
  expect(words).toContain('VIDEO-RANGE=SDR')
})

test('every rung with key frames can be sought by them alone', () => {
  const { parsed } = master(video, { ...small, keyFrameBandwidth: undefined }, audio)
  expect(parsed.variants.filter(({ isIFrameOnly }) => isIFrameOnly)).toMatchObject([
    {
      uri: '720p-keys.m3u8',
      bandwidth: 200_000,
      averageBandwidth: 150_000,
      codecs: 'avc1.64001F',
      resolution: { width: 1280, height: 720 },
    },
  ])
})

test('several sound tracks are choices of one group, the first by default, and count with the largest', () => {
  const second = { ...audio, name: 'audio-128k-2', language: 'fra', title: 'Commentary', bandwidth: 150_000 }
  const unnamed = { ...audio, name: 'audio-128k-3', language: undefined, channels: 1 }
  const { parsed } = master(video, audio, second, unnamed)
  expect(parsed.variants[0]).toMatchObject({
    bandwidth: 2_950_000,
    codecs: 'avc1.64001F,mp4a.40.2',
    audio: [
      { name: 'en', language: 'en', isDefault: true, autoselect: true },
      { name: 'Commentary', language: 'fr', isDefault: false, autoselect: true },
      { name: 'Main', language: 'und', isDefault: false, channels: '1' },
    ],
  })
})

test('no two tracks of a kind have one name, and a subtitle may be called what a sound is called', () => {
  const { parsed } = master(video, audio, { ...audio, name: 'audio-128k-2' }, text)
  expect(parsed.variants[0]?.audio.map(({ name }) => name)).toEqual(['en', 'en (2)'])
  expect(parsed.variants[0]?.subtitles.map(({ name }) => name)).toEqual(['en'])
})

test('subtitles are a group of their own that nobody sees unasked', () => {
  const { parsed } = master(video, audio, text)
  expect(parsed.variants[0]).toMatchObject({
    bandwidth: 2_930_000,
    codecs: 'avc1.64001F,mp4a.40.2',
    subtitles: [{ uri: urls.media(text), groupId: 'text', language: 'en', isDefault: false, forced: false }],
  })
})

test('a film without sound has no audio group', () => {
  const { words } = master(video)
  expect(words).not.toContain('EXT-X-MEDIA:')
  expect(words).toContain('CODECS="avc1.64001F"')
})

test('a sound file is a master of sound alone', () => {
  const { parsed } = master(audio, { ...audio, name: 'audio-256k', bandwidth: 260_000 })
  expect(parsed.variants).toMatchObject([
    { bandwidth: 130_000, codecs: 'mp4a.40.2' },
    { bandwidth: 260_000, codecs: 'mp4a.40.2' },
  ])
})

test('the title of a track cannot break out of its attribute', () => {
  const { words, parsed } = master(video, { ...audio, title: 'a",URI="http://evil/\n#EXT' })
  expect(words.split('\n').filter((line) => line.startsWith('#EXT-X-MEDIA:'))).toHaveLength(1)
  expect(parsed).toMatchObject({ variants: [{ audio: [{ uri: urls.media(audio) }] }, {}] })
})

test.each([
  ['eng', 'en'],
  ['de', 'de'],
  ['pt-br', 'pt-BR'],
  ['no such language', undefined],
  ['', undefined],
  [undefined, undefined],
])('a language that a file calls %o is %o to players', (language, tag) => {
  expect(languageTag(language)).toBe(tag)
})

const first: RenditionPart = {
  key: 'chunk-0',
  initBytes: 800,
  initHash: 'one',
  segments: [
    { offset: 800, length: 5000, duration: 4 },
    { offset: 5800, length: 900, duration: 1.5 },
  ],
  keyFrames: [
    { offset: 800, length: 1200, duration: 4 },
    { offset: 5800, length: 400, duration: 1.5 },
  ],
  bytes: 6700,
}
const next: RenditionPart = {
  ...first,
  key: 'chunk-1',
  segments: [{ offset: 800, length: 3000, duration: 4.004 }],
  keyFrames: [{ offset: 800, length: 1000, duration: 4.004 }],
  bytes: 3800,
}
const address = ({ key }: RenditionPart) => `${key}?signature=a%2Fb`

function media(words: string) {
  const parsed = HLS.parse(words)
  if (parsed.isMasterPlaylist) throw new Error('not a media playlist')
  return parsed
}

test('a media playlist addresses its segments by byte ranges with explicit offsets', () => {
  const words = mediaPlaylist([first], address)
  const parsed = media(words)
  expect(parsed).toMatchObject({ version: 7, targetDuration: 4, endlist: true, playlistType: 'VOD' })
  expect(parsed.segments).toMatchObject([
    {
      uri: 'chunk-0?signature=a%2Fb',
      duration: 4,
      byterange: { offset: 800, length: 5000 },
      map: { uri: 'chunk-0?signature=a%2Fb', byterange: { offset: 0, length: 800 } },
    },
    { uri: 'chunk-0?signature=a%2Fb', duration: 1.5, byterange: { offset: 5800, length: 900 } },
  ])
  expect(words).toContain('#EXT-X-BYTERANGE:900@5800')
})

test('chunks that begin alike follow each other under one header, without a break', () => {
  const words = mediaPlaylist([first, next], address)
  expect(words.match(/EXT-X-MAP/g)).toHaveLength(1)
  expect(words).not.toContain('DISCONTINUITY')
  expect(media(words).segments.map(({ uri }) => uri)).toEqual([
    'chunk-0?signature=a%2Fb',
    'chunk-0?signature=a%2Fb',
    'chunk-1?signature=a%2Fb',
  ])
})

test('a chunk that begins in another way has its own header, and so has the one after it', () => {
  const other = { ...next, initHash: 'two', initBytes: 820 }
  const parsed = media(mediaPlaylist([first, other, { ...next, key: 'chunk-2' }], address))
  const maps = parsed.segments.map(({ map }) => [map?.uri, map?.byterange?.length])
  expect(maps).toEqual([
    ['chunk-0?signature=a%2Fb', 800],
    ['chunk-0?signature=a%2Fb', 800],
    ['chunk-1?signature=a%2Fb', 820],
    ['chunk-2?signature=a%2Fb', 800],
  ])
})

test('a growing playlist says that there is more to come', () => {
  const words = mediaPlaylist([first], address, { isGrowing: true })
  expect(media(words)).toMatchObject({ playlistType: 'EVENT', endlist: false })
})

test('subtitles are one file, without a header and without a byte range', () => {
  const whole = [{ offset: 0, length: 300, duration: 61.2 }]
  const words = mediaPlaylist(
    [{ key: 'text.vtt', initBytes: 0, initHash: '', segments: whole, keyFrames: [], bytes: 300 }],
    address,
  )
  expect(words).not.toMatch(/EXT-X-MAP|BYTERANGE/)
  expect(media(words)).toMatchObject({
    targetDuration: 61,
    segments: [{ uri: 'text.vtt?signature=a%2Fb', duration: 61.2 }],
  })
})

test('a key frame playlist holds one picture of each group, in every chunk', () => {
  const words = keyFramePlaylist([first, next], address)
  const parsed = media(words)
  expect(parsed).toMatchObject({ isIFrame: true, endlist: true, targetDuration: 4 })
  expect(
    parsed.segments.map(({ duration, byterange }) => [duration, byterange?.offset, byterange?.length]),
  ).toEqual([
    [4, 800, 1200],
    [1.5, 5800, 400],
    [4.004, 800, 1000],
  ])
  expect(words.match(/EXT-X-MAP/g)).toHaveLength(1)
  expect(keyFramePlaylist([first, { ...next, initHash: 'two' }], address).match(/EXT-X-MAP/g)).toHaveLength(2)
})

test('key frames have the bandwidth that they take by themselves', () => {
  expect(keyFrameBandwidth([first, next])).toEqual({
    peak: 2400,
    average: Math.ceil((2600 * 8) / 9.504),
  })
  expect(keyFrameBandwidth([{ ...first, keyFrames: [] }])).toBeUndefined()
})
