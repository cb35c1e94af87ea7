import { drawClip, drawFile, drawStreamable, writeMedia } from '../media.ts'
import { readFile } from 'node:fs/promises'
import type { Original } from './original.ts'

const drawn = (seconds: number, fps = 30) => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=${fps}:duration=${seconds}`],
]
const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-crf', '30']

/** When its pictures and its sound are due. */
export const timings: readonly Original[] = [
  {
    name: 'a film of 59.94 pictures a second',
    draw: () => drawClip({ seconds: 3, fps: '60000/1001' }),
    outcome: { seconds: 3.003, pictures: 90 },
  },
  {
    name: 'a film of 23.976 pictures a second',
    draw: () => drawClip({ seconds: 24, fps: '24000/1001', options: ['-b:v', '1M'] }),
    outcome: { seconds: 24.024, pictures: 576, chunks: 2 },
  },
  {
    name: 'a film of 120 pictures a second',
    draw: () => drawClip({ seconds: 2, fps: 120, width: 854, height: 480, audio: false }),
    outcome: { rungs: ['480p', '360p', '240p'], size: [854, 480], seconds: 2, pictures: 120 },
  },
  {
    name: 'a film whose frame rate varies',
    draw: () =>
      drawFile('mp4', [...drawn(24), '-vf', "select='mod(n+4,9)'", '-fps_mode', 'vfr', ...x264, '-g', '50']),
    outcome: { rungs: ['180p'], seconds: 24, pictures: 600, chunks: 2 },
  },
  {
    name: 'a film with a hole of three seconds',
    draw: () =>
      drawFile('mp4', [
        ...[...drawn(30), '-vf', "select='not(between(t,5,8))'", '-fps_mode', 'vfr', ...x264, '-g', '50'],
      ]),
    outcome: { rungs: ['180p'], seconds: 30, pictures: 750, chunks: 2 },
  },
  {
    name: 'a recording of a screen on which little moves',
    draw: () =>
      drawFile('mkv', [
        ...[...drawn(24), '-vf', "select='not(mod(n,11))+lt(mod(t,5),1)'", '-fps_mode', 'vfr', ...x264],
      ]),
    outcome: { rungs: ['180p'], seconds: 23.867, pictures: 716, chunks: 2 },
  },
  {
    name: 'a film that was trimmed without being encoded, its edit inside a group of pictures',
    draw: async () =>
      drawFile('mp4', ['-ss', '1.3', '-i', await drawStreamable({ seconds: 27 }), '-c', 'copy']),
    outcome: { seconds: 25.7, pictures: 771, chunks: 2 },
  },
  {
    name: 'a film whose picture begins half a second late',
    draw: async () =>
      drawFile('mp4', [
        ...['-itsoffset', '0.5', '-i', await drawClip({ seconds: 3, audio: false })],
        ...[
          '-i',
          await drawClip({ seconds: 4, codec: 'none', container: 'wav' }),
          '-c:v',
          'copy',
          '-c:a',
          'aac',
        ],
      ]),
    outcome: { seconds: 3.5, pictures: 105 },
  },
  {
    name: 'a film whose sound begins half a second late',
    draw: async () =>
      drawFile('mp4', [
        ...['-i', await drawClip({ seconds: 4, audio: false }), '-itsoffset', '0.5'],
        ...[
          '-i',
          await drawClip({ seconds: 3, codec: 'none', container: 'wav' }),
          '-c:v',
          'copy',
          '-c:a',
          'aac',
        ],
      ]),
    outcome: { seconds: 4, pictures: 120 },
  },
  {
    name: 'a picture that outlasts its sound',
    draw: async () =>
      drawFile('mp4', [
        ...['-i', await drawClip({ seconds: 4, audio: false })],
        ...[
          '-i',
          await drawClip({ seconds: 2, codec: 'none', container: 'wav' }),
          '-c:v',
          'copy',
          '-c:a',
          'aac',
        ],
      ]),
    outcome: { seconds: 4, pictures: 120 },
  },
  {
    name: 'a sound that outlasts its picture, which is held',
    draw: async () =>
      drawFile('mp4', [
        ...['-i', await drawClip({ seconds: 2, audio: false })],
        ...[
          '-i',
          await drawClip({ seconds: 25, codec: 'none', container: 'wav' }),
          '-c:v',
          'copy',
          '-c:a',
          'aac',
        ],
      ]),
    outcome: { seconds: 25, pictures: 750 },
  },
  {
    name: 'a long film whose sound outlasts its picture',
    draw: async () =>
      drawFile('mkv', [
        ...['-i', await drawClip({ seconds: 25, audio: false })],
        ...[
          '-i',
          await drawClip({ seconds: 28, codec: 'none', container: 'wav' }),
          '-c:v',
          'copy',
          '-c:a',
          'aac',
        ],
      ]),
    outcome: { seconds: 28, pictures: 839, chunks: 2 },
  },
  {
    name: 'a film of a tenth of a second',
    draw: () => drawClip({ seconds: 0.1 }),
    outcome: { seconds: 0.1, pictures: 3 },
  },
  {
    name: 'a film of a single picture',
    draw: () => drawFile('mp4', [...drawn(1), '-frames:v', '1', ...x264]),
    outcome: { rungs: ['180p'], seconds: 1 / 30, pictures: 1 },
  },
  {
    name: 'a film of three hours',
    draw: async () =>
      drawFile('mp4', [
        ...[
          '-stream_loop',
          '-1',
          '-i',
          await drawFile('mp4', [
            ...[
              '-f',
              'lavfi',
              '-i',
              'testsrc2=size=64x36:rate=10:duration=60',
              '-c:v',
              'libx264',
              '-preset',
              'ultrafast',
            ],
            ...['-pix_fmt', 'yuv420p', '-g', '100', '-bf', '0'],
          ]),
        ],
        ...['-t', '10800', '-c', 'copy'],
      ]),
    outcome: { rungs: ['36p'], size: [64, 36], seconds: 10_800, pictures: 108_000, chunks: 181 },
  },
  {
    name: 'two transport streams, one behind the other, whose times begin anew',
    draw: async () => {
      const bytes = await readFile(await drawClip({ seconds: 12, container: 'ts' }))
      return writeMedia('ts', Buffer.concat([bytes, bytes]))
    },
    outcome: { seconds: 24, pictures: 720, reading: 'whole' },
  },
]
