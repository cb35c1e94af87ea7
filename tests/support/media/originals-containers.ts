import { drawClip, drawFile, drawPiped, drawStreamable } from '../media.ts'
import type { Original } from './original.ts'

const twoSeconds = { seconds: 2, pictures: 60 }

/** Where a film is stored. */
export const containers: readonly Original[] = [
  {
    name: 'an MP4 that is good as it is',
    draw: () => drawStreamable({ seconds: 3 }),
    outcome: { seconds: 3, pictures: 90, copied: true },
  },
  {
    name: 'a long MP4 that is good as it is',
    draw: () => drawStreamable({ seconds: 70, width: 480, height: 270 }),
    outcome: {
      rungs: ['270p', '240p', 'audio-128k'],
      size: [480, 270],
      seconds: 70,
      pictures: 2100,
      copied: true,
      chunks: 2,
    },
  },
  {
    name: 'an MP4 of more bits than its rung may have',
    draw: () =>
      drawClip({
        seconds: 2,
        options: ['-b:v', '2M', '-minrate', '2M', '-bufsize', '200k', '-x264-params', 'nal-hrd=cbr'],
      }),
    outcome: twoSeconds,
  },
  {
    name: 'a QuickTime film in ProRes and PCM',
    draw: () =>
      drawFile('mov', [
        ...['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30:duration=2'],
        ...['-f', 'lavfi', '-i', 'sine=sample_rate=48000:duration=2'],
        ...['-c:v', 'prores_ks', '-pix_fmt', 'yuv422p10le', '-c:a', 'pcm_s16le'],
      ]),
    outcome: twoSeconds,
  },
  {
    name: 'a fragmented MP4',
    draw: () => drawClip({ seconds: 25, options: ['-g', '60', '-movflags', '+frag_keyframe+empty_moov'] }),
    outcome: { seconds: 25, pictures: 750, chunks: 2 },
  },
  {
    name: 'HEVC in MP4',
    draw: () => drawClip({ seconds: 2, codec: 'libx265', options: ['-tag:v', 'hvc1'] }),
    outcome: twoSeconds,
  },
  {
    name: 'AV1 in MP4',
    draw: () => drawClip({ seconds: 2, codec: 'libsvtav1' }),
    outcome: twoSeconds,
  },
  {
    name: 'VP9 and Opus in WebM',
    draw: () => drawClip({ seconds: 2, codec: 'libvpx-vp9', container: 'webm' }),
    outcome: twoSeconds,
  },
  {
    name: 'VP8 and Vorbis in WebM',
    draw: () => drawClip({ seconds: 2, codec: 'libvpx', container: 'webm', options: ['-c:a', 'libvorbis'] }),
    outcome: twoSeconds,
  },
  {
    name: 'H.264 in Matroska',
    draw: () => drawClip({ seconds: 25, container: 'mkv', options: ['-g', '60'] }),
    outcome: { seconds: 25, pictures: 750, chunks: 2 },
  },
  {
    name: 'a Matroska file from a pipe, without an index and without a duration',
    draw: () =>
      drawClip({ seconds: 25 }).then((clip) => drawPiped('mkv', 'matroska', ['-i', clip, '-c', 'copy'])),
    outcome: { seconds: 25, pictures: 750, reading: 'whole' },
  },
  {
    name: 'a transport stream',
    draw: () => drawClip({ seconds: 25, container: 'ts' }),
    outcome: { seconds: 25, pictures: 750, reading: 'whole' },
  },
  {
    name: 'a transport stream of 60 pictures a second',
    draw: () => drawClip({ seconds: 3, container: 'ts', fps: 60, width: 854, height: 480 }),
    outcome: {
      rungs: ['480p', '360p', '240p', 'audio-128k'],
      size: [854, 480],
      seconds: 3,
      pictures: 180,
      reading: 'whole',
    },
  },
  {
    name: 'an MPEG program stream',
    draw: () => drawClip({ seconds: 2, container: 'mpg', codec: 'mpeg2video', fps: 25 }),
    outcome: { seconds: 2, pictures: 50, reading: 'whole' },
  },
  {
    name: 'MPEG-4 and MP3 in AVI, whose picture begins one late',
    draw: () =>
      drawClip({
        seconds: 25,
        container: 'avi',
        codec: 'mpeg4',
        options: ['-bf', '2', '-c:a', 'libmp3lame'],
      }),
    outcome: { seconds: 25.033, pictures: 751, chunks: 2 },
  },
  {
    name: 'a Flash film',
    draw: () => drawClip({ seconds: 2, container: 'flv', codec: 'flv', options: ['-ar', '44100'] }),
    outcome: { ...twoSeconds, reading: 'whole' },
  },
  {
    name: 'a Windows Media film, whose picture begins one late',
    draw: () => drawClip({ seconds: 2, container: 'wmv', codec: 'wmv2' }),
    outcome: { seconds: 2.033, pictures: 61, reading: 'whole' },
  },
]
