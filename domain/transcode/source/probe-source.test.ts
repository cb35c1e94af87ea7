import { expect, test } from 'vitest'
import type { Probe, ProbedStream } from '#platform/ffmpeg/ffmpeg.ts'
import { readSource } from './probe-source.ts'

const stream = (
  values: Partial<ProbedStream> & Pick<ProbedStream, 'index' | 'codec_type'>,
): ProbedStream => ({
  codec_name: values.codec_type === 'video' ? 'h264' : 'aac',
  disposition: {},
  side_data_list: [],
  tags: {},
  ...(values.codec_type === 'video' ? { width: 1280, height: 720, avg_frame_rate: '30/1' } : { channels: 2 }),
  ...values,
})
const probe = (...streams: ProbedStream[]): Probe => ({
  format: { format_name: 'mov', probe_score: 100, duration: 10, tags: {} },
  streams,
  packets: [],
})
const video = (values: Partial<ProbedStream> = {}) => stream({ index: 0, codec_type: 'video', ...values })

test('a cover picture is not a film', () => {
  const cover = video({ index: 1, disposition: { attached_pic: true } })
  expect(readSource(probe(stream({ index: 0, codec_type: 'audio' }), cover))).toMatchObject({
    video: undefined,
    coverIndex: 1,
  })
})

test.each([90, -90, 270])('a picture turned by %d degrees stands upright', (rotation) => {
  expect(readSource(probe(video({ side_data_list: [{ rotation }] })))).toMatchObject({
    video: { width: 720, height: 1280 },
  })
})

test('a picture on its head keeps its size', () => {
  expect(readSource(probe(video({ side_data_list: [{ rotation: 180 }] })))).toMatchObject({
    video: { width: 1280, height: 720 },
  })
})

test('pixels that are not square are counted as a viewer sees them', () => {
  expect(readSource(probe(video({ width: 720, height: 576, sample_aspect_ratio: '16:11' })))).toMatchObject({
    video: { width: 1047, height: 576 },
  })
  expect(readSource(probe(video({ sample_aspect_ratio: '0:1' })))).toMatchObject({ video: { width: 1280 } })
})

test('high dynamic range and interlacing are seen', () => {
  expect(readSource(probe(video({ color_transfer: 'arib-std-b67', field_order: 'tt' })))).toMatchObject({
    video: { hdr: 'hlg', interlaced: true },
  })
  expect(readSource(probe(video({ color_transfer: 'bt709', field_order: 'progressive' })))).toMatchObject({
    video: { hdr: undefined, interlaced: false },
  })
})

test('the default track comes first, and a Matroska duration is read from its tag', () => {
  const first = stream({ index: 1, codec_type: 'audio', tags: { language: 'de' } })
  const second = stream({
    index: 2,
    codec_type: 'audio',
    disposition: { default: true },
    tags: { language: 'en' },
  })
  expect(readSource(probe(video({ tags: { DURATION: '00:01:02.500000000' } }), first, second))).toMatchObject(
    {
      durationSeconds: 62.5,
      audio: [{ language: 'en' }, { language: 'de' }],
    },
  )
})

test.each([
  ['no_streams', probe(stream({ index: 0, codec_type: 'subtitle' }))],
  ['protected', probe(video({ codec_tag_string: 'drmi' }))],
  [
    'protected',
    {
      ...probe(video()),
      packets: [{ stream_index: 0, side_data_list: [{ side_data_type: 'Encryption info' }] }],
    },
  ],
  ['unsupported_codec', probe(video({ codec_name: undefined }))],
  ['unsupported_codec', probe(video(), stream({ index: 1, codec_type: 'audio', codec_name: 'unknown' }))],
  ['damaged', probe(video({ width: 0, height: 0 }))],
] as const)('what cannot become a film is refused as %s', (cause, probed) => {
  expect(readSource(probed as Probe)).toMatchObject({ cause })
})
