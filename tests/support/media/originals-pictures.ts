import { drawClip, drawFile } from '../media.ts'
import type { Original } from './original.ts'

const second = { seconds: 1, pictures: 30 }
const upright = { rungs: ['180p', 'audio-128k'], size: [180, 320] as [number, number] }
const tenBits = (transfer: string) => [
  ...[
    '-f',
    'lavfi',
    '-i',
    'testsrc2=size=320x180:rate=30:duration=1',
    '-c:v',
    'libx265',
    '-preset',
    'ultrafast',
  ],
  ...['-pix_fmt', 'yuv420p10le', '-color_primaries', 'bt2020', '-colorspace', 'bt2020nc', '-tag:v', 'hvc1'],
  ...['-color_trc', transfer, '-x265-params', 'log-level=error'],
]

/** How a picture is stored. */
export const pictures: readonly Original[] = [
  {
    name: 'a film on its side',
    draw: () => drawClip({ seconds: 1, rotate: 90 }),
    outcome: { ...second, ...upright },
  },
  {
    name: 'a film on its head',
    draw: () => drawClip({ seconds: 1, rotate: 180 }),
    outcome: second,
  },
  {
    name: 'a film on its other side',
    draw: () => drawClip({ seconds: 1, rotate: 270 }),
    outcome: { ...second, ...upright },
  },
  {
    name: 'a portrait film',
    draw: () => drawClip({ seconds: 1, width: 270, height: 480 }),
    outcome: { ...second, rungs: ['270p', '240p', 'audio-128k'], size: [270, 480] },
  },
  {
    name: 'a film in ten bits',
    draw: () =>
      drawFile('mp4', [
        ...['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30:duration=1', '-c:v', 'libx264'],
        ...['-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le', '-profile:v', 'high10'],
      ]),
    outcome: { ...second, rungs: ['180p'] },
  },
  {
    name: 'a film in HDR10',
    draw: () => drawFile('mp4', tenBits('smpte2084')),
    outcome: { ...second, rungs: ['180p'] },
  },
  {
    name: 'a film in HLG',
    draw: () => drawFile('mp4', tenBits('arib-std-b67')),
    outcome: { ...second, rungs: ['180p'] },
  },
  {
    name: 'an interlaced film',
    draw: () =>
      drawClip({
        ...{ seconds: 2, fps: 50, filter: 'tinterlace=interleave_top,fieldorder=tff' },
        options: ['-flags', '+ilme+ildct', '-x264-params', 'tff=1'],
      }),
    outcome: { seconds: 2, pictures: 50 },
  },
  {
    name: 'an anamorphic, interlaced MPEG-2 film',
    draw: () =>
      drawClip({
        ...{ seconds: 2, codec: 'mpeg2video', container: 'mpg', width: 352, height: 288, fps: 25 },
        ...{ filter: 'setsar=16/11', options: ['-flags', '+ilme+ildct'] },
      }),
    outcome: {
      rungs: ['288p', '240p', 'audio-128k'],
      size: [512, 288],
      seconds: 2,
      pictures: 50,
      reading: 'whole',
    },
  },
  {
    name: 'an RGB film of odd sides',
    draw: () => drawClip({ seconds: 1, codec: 'libx264rgb', container: 'mkv', filter: 'pad=321:181' }),
    outcome: second,
  },
  {
    name: 'a VP9 film of odd sides',
    draw: () => drawClip({ seconds: 1, codec: 'libvpx-vp9', container: 'webm', filter: 'pad=321:181' }),
    outcome: second,
  },
  {
    name: 'a film of full range, as some cameras write it',
    draw: () =>
      drawFile('avi', [
        ...['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30:duration=1,format=yuvj420p', '-c:v', 'mjpeg'],
      ]),
    outcome: { ...second, rungs: ['180p'] },
  },
  {
    name: 'a film with open groups of pictures',
    draw: () =>
      drawClip({
        seconds: 25,
        options: [
          '-preset',
          'veryfast',
          '-crf',
          '36',
          '-x264-params',
          'open-gop=1:keyint=48:bframes=3:b-adapt=0',
        ],
      }),
    outcome: { seconds: 25, pictures: 750, chunks: 2 },
  },
  {
    name: 'a film that refreshes its picture bit by bit',
    draw: () =>
      drawClip({ seconds: 25, options: ['-crf', '36', '-x264-params', 'intra-refresh=1:keyint=60'] }),
    outcome: { seconds: 25, pictures: 750, chunks: 2 },
  },
  {
    name: 'a very wide film',
    draw: () => drawClip({ seconds: 1, width: 1280, height: 64, audio: false }),
    outcome: { ...second, rungs: ['64p'], size: [1280, 64] },
  },
]
