import { readFile } from 'node:fs/promises'
import { drawClip, drawFile, drawStreamable, truncated, writeMedia } from '../media.ts'
import type { Original } from './original.ts'

const fastStart = ['-movflags', '+faststart']
const fiftyFrames = ['-g', '50']

/** Overwrites a stretch in the middle of a file. */
async function overwritten(file: string, ending: string, length = 3000): Promise<string> {
  const bytes = await readFile(file)
  const middle = Math.floor(bytes.length / 2)
  for (let at = 0; at < length; at++) bytes[middle + at] = (at * 7919) & 255
  return writeMedia(ending, bytes)
}

const encrypted = [
  ...[
    '-c',
    'copy',
    '-encryption_scheme',
    'cenc-aes-ctr',
    '-encryption_key',
    '76a6c65c5ea762046bd749a2e632ccbb',
  ],
  ...['-encryption_kid', 'a7e61c373e219033c21091fa607bf3b8'],
]

/** What is broken, or is something else. */
export const damaged: readonly Original[] = [
  { name: 'an empty file', draw: () => writeMedia('mp4', ''), outcome: { refused: 'not_media' } },
  {
    name: 'a few words',
    draw: () => writeMedia('mp4', 'hello world\n'),
    outcome: { refused: 'not_media' },
  },
  {
    name: 'a long text',
    draw: () => writeMedia('mp4', 'hello world, this is a text\n'.repeat(500)),
    outcome: { refused: 'not_media' },
  },
  {
    name: 'an HLS playlist that calls itself a film',
    draw: async () =>
      writeMedia(
        'mp4',
        `#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:1,\n${await drawClip({ seconds: 1 })}\n#EXT-X-ENDLIST\n`,
      ),
    outcome: { refused: 'not_media' },
  },
  {
    name: 'a list of files that calls itself a film',
    draw: async () => writeMedia('mp4', `ffconcat version 1.0\nfile '${await drawClip({ seconds: 1 })}'\n`),
    outcome: { refused: 'not_media' },
  },
  {
    name: 'a picture',
    draw: () => drawFile('png', ['-f', 'lavfi', '-i', 'testsrc2', '-frames:v', '1']),
    outcome: { refused: 'not_media' },
  },
  {
    name: 'a moving GIF',
    draw: () => drawFile('gif', ['-f', 'lavfi', '-i', 'testsrc2=size=64x36:duration=1']),
    outcome: { refused: 'not_media' },
  },
  {
    name: 'subtitles alone',
    draw: async () =>
      drawFile('mkv', ['-i', await writeMedia('srt', '1\n00:00:01,000 --> 00:00:02,000\nhello\n')]),
    outcome: { refused: 'no_streams' },
  },
  {
    name: 'an encrypted film',
    draw: async () => drawFile('mp4', ['-i', await drawClip({ seconds: 2 }), ...encrypted]),
    outcome: { refused: 'protected' },
  },
  {
    name: 'an MP4 without its index, which was to come last',
    draw: async () => truncated(await drawClip({ seconds: 10 }), 0.6),
    outcome: { refused: 'damaged' },
  },
  {
    name: 'an MP4 that ends in the middle',
    draw: async () => truncated(await drawClip({ seconds: 10, options: fastStart }), 0.6),
    outcome: { refused: 'damaged' },
  },
  {
    name: 'a long MP4 that ends in the middle of its second chunk',
    draw: async () =>
      truncated(await drawClip({ seconds: 30, options: [...fastStart, ...fiftyFrames] }), 0.6),
    outcome: { refused: 'damaged' },
  },
  {
    name: 'a long MP4 that ends before its second chunk',
    draw: async () =>
      truncated(await drawClip({ seconds: 30, options: [...fastStart, ...fiftyFrames] }), 0.08),
    outcome: { refused: 'damaged' },
  },
  {
    name: 'a Matroska file that ends in the middle',
    draw: async () => truncated(await drawClip({ seconds: 10, container: 'mkv' }), 0.6),
    outcome: { refused: 'damaged' },
  },
  {
    name: 'a streamable MP4 that ends in the middle',
    draw: async () =>
      truncated(
        await drawFile('mp4', ['-i', await drawStreamable({ seconds: 30 }), '-c', 'copy', ...fastStart]),
        0.6,
      ),
    outcome: { refused: 'damaged' },
  },
  {
    name: 'an MP3 that ends in the middle',
    draw: async () => truncated(await drawClip({ seconds: 10, container: 'mp3', codec: 'none' }), 0.6),
    outcome: { refused: 'damaged' },
  },
  {
    name: 'a transport stream that ends in the middle, which nobody can tell',
    draw: async () => truncated(await drawClip({ seconds: 10, container: 'ts', audio: false }), 0.502),
    outcome: { rungs: ['180p'], seconds: 5.067, pictures: 152, reading: 'whole' },
  },
  {
    name: 'an MP4 with a damaged middle',
    draw: async () => overwritten(await drawClip({ seconds: 10 }), 'mp4'),
    outcome: { seconds: 10, pictures: 300 },
  },
  {
    name: 'a long MP4 with a damaged middle',
    draw: async () => overwritten(await drawClip({ seconds: 30, options: fiftyFrames }), 'mp4'),
    outcome: { seconds: 30, pictures: 900, chunks: 2 },
  },
  {
    name: 'a Matroska file with a damaged middle',
    draw: async () => overwritten(await drawClip({ seconds: 10, container: 'mkv' }), 'mkv'),
    outcome: { seconds: 10, pictures: 300 },
  },
  {
    name: 'a transport stream with a damaged middle',
    draw: async () => overwritten(await drawClip({ seconds: 10, container: 'ts' }), 'ts'),
    outcome: { seconds: 10, pictures: 300, reading: 'whole' },
  },
  {
    name: 'an AVI with a damaged middle',
    draw: async () => overwritten(await drawClip({ seconds: 10, container: 'avi', codec: 'mpeg4' }), 'avi'),
    outcome: { seconds: 9.933, pictures: 298 },
  },
]
