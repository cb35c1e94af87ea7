import HLS from 'hls-parser'
import { expect, test } from 'vitest'
import { masterPlaylist, mediaPlaylist, type PlaylistRendition } from './playlist.ts'

const video: PlaylistRendition = {
  name: '720p',
  kind: 'video',
  initBytes: 800,
  segments: [
    { offset: 800, length: 5000, duration: 4 },
    { offset: 5800, length: 900, duration: 1.5 },
  ],
  bandwidth: 2_800_000,
  averageBandwidth: 2_000_000,
  codecs: 'avc1.64001F',
  width: 1280,
  height: 720,
  frameRate: 30000 / 1001,
}
const audio: PlaylistRendition = {
  ...video,
  name: 'audio-128k',
  kind: 'audio',
  bandwidth: 130_000,
  averageBandwidth: 128_000,
  codecs: 'mp4a.40.2',
  width: 0,
  height: 0,
  frameRate: 0,
  language: 'en',
  channels: 2,
}
const small = {
  ...video,
  name: '360p',
  width: 640,
  height: 360,
  bandwidth: 800_000,
  averageBandwidth: 600_000,
}
const urlFor = ({ name }: PlaylistRendition) => `${name}.m3u8?signature=a%2Fb&x="`.replace('"', '%22')

test('the master tells a player everything it needs to choose a rung', () => {
  const text = masterPlaylist([video, small, audio], urlFor)
  const parsed = HLS.parse(text)
  if (!parsed.isMasterPlaylist) throw new Error('not a master playlist')
  expect(parsed).toMatchObject({ version: 7, independentSegments: true })
  expect(parsed.variants).toMatchObject([
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
  expect(text).toContain('VIDEO-RANGE=SDR')
})

test('a film without sound has no audio group', () => {
  const text = masterPlaylist([video], urlFor)
  expect(text).not.toContain('EXT-X-MEDIA')
  expect(text).toContain('CODECS="avc1.64001F"')
})

test('a sound file is a master of sound alone', () => {
  const parsed = HLS.parse(
    masterPlaylist([audio, { ...audio, name: 'audio-256k', bandwidth: 260_000 }], urlFor),
  )
  if (!parsed.isMasterPlaylist) throw new Error('not a master playlist')
  expect(parsed.variants).toMatchObject([
    { bandwidth: 130_000, codecs: 'mp4a.40.2' },
    { bandwidth: 260_000, codecs: 'mp4a.40.2' },
  ])
})

test('the title of a track cannot break out of its attribute', () => {
  const text = masterPlaylist([video, { ...audio, title: 'a",URI="http://evil/\n#EXT' }], urlFor)
  expect(text.split('\n').filter((line) => line.startsWith('#EXT-X-MEDIA'))).toHaveLength(1)
  expect(HLS.parse(text)).toMatchObject({ variants: [{ audio: [{ uri: urlFor(audio) }] }] })
})

test('a media playlist addresses its segments by byte ranges with explicit offsets', () => {
  const text = mediaPlaylist(video, { initUrl: 'init?x', mediaUrl: 'media?y' })
  const parsed = HLS.parse(text)
  if (parsed.isMasterPlaylist) throw new Error('not a media playlist')
  expect(parsed).toMatchObject({ version: 7, targetDuration: 4, endlist: true, playlistType: 'VOD' })
  expect(parsed.segments).toMatchObject([
    {
      uri: 'media?y',
      duration: 4,
      byterange: { offset: 800, length: 5000 },
      map: { uri: 'init?x', byterange: { offset: 0, length: 800 } },
    },
    { uri: 'media?y', duration: 1.5, byterange: { offset: 5800, length: 900 } },
  ])
  expect(text).toContain('#EXT-X-BYTERANGE:900@5800')
})
