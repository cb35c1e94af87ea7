import { drawClip, drawFile, writeMedia } from '../media.ts'
import type { Original } from './original.ts'

const song = { pictures: 0, size: [0, 0] as [number, number], reading: 'whole' as const }
const srt =
  '1\n00:00:00,500 --> 00:00:01,500\nGood morning\n\n2\n00:00:02,000 --> 00:00:02,800\nÄpfel & <i>Birnen</i>\n'

const withText = async (ending: string, codec: string) =>
  drawFile(ending, [
    ...['-i', await drawClip({ seconds: 3 }), '-i', await writeMedia('srt', srt), '-map', '0', '-map', '1'],
    ...['-c', 'copy', '-c:s', codec, '-metadata:s:s:0', 'language=ger'],
  ])

/** What is to be heard, and to be read. */
export const sounds: readonly Original[] = [
  {
    name: 'a silent film',
    draw: () => drawClip({ seconds: 1, audio: false }),
    outcome: { rungs: ['180p'], seconds: 1, pictures: 30 },
  },
  {
    name: 'a film with a sound track that is announced but empty',
    draw: async () =>
      drawFile('mkv', [
        ...[
          '-i',
          await drawClip({ seconds: 3 }),
          '-af',
          'atrim=start=100',
          '-c:v',
          'copy',
          '-c:a',
          'pcm_s16le',
        ],
      ]),
    outcome: { rungs: ['180p'], seconds: 3, pictures: 90 },
  },
  {
    name: 'a film with 5.1 sound',
    draw: () => drawClip({ seconds: 1, options: ['-ac', '6'] }),
    outcome: { seconds: 1, pictures: 30 },
  },
  {
    name: 'a film with telephone sound',
    draw: () =>
      drawClip({ seconds: 2, container: 'mov', options: ['-ac', '1', '-ar', '8000', '-c:a', 'pcm_mulaw'] }),
    outcome: { seconds: 2, pictures: 60 },
  },
  {
    name: 'a film in three languages, one of them untold',
    draw: async () =>
      drawFile('mp4', [
        ...[
          '-i',
          await drawClip({ seconds: 2 }),
          '-map',
          '0:v',
          '-map',
          '0:a',
          '-map',
          '0:a',
          '-map',
          '0:a',
          '-c',
          'copy',
        ],
        ...['-metadata:s:a:0', 'language=eng', '-metadata:s:a:1', 'language=fra'],
      ]),
    outcome: {
      rungs: ['180p', 'audio-128k', 'audio-128k-2', 'audio-128k-3'],
      languages: ['eng', 'fra', undefined],
      seconds: 2,
      pictures: 60,
    },
  },
  ...[
    { name: 'an MP4 with subtitles', draw: () => withText('mp4', 'mov_text') },
    { name: 'a Matroska file with plain subtitles', draw: () => withText('mkv', 'srt') },
    { name: 'a Matroska file with styled subtitles', draw: () => withText('mkv', 'ass') },
  ].map((each): Original => ({
    ...each,
    outcome: {
      rungs: ['180p', 'audio-128k', 'text-1'],
      languages: [undefined, 'ger'],
      seconds: 3,
      pictures: 90,
    },
  })),
  {
    name: 'a song in MP3',
    draw: () => drawClip({ seconds: 9, codec: 'none', container: 'mp3', options: ['-b:a', '128k'] }),
    outcome: { ...song, rungs: ['audio-64k', 'audio-128k'], seconds: 9 },
  },
  {
    name: 'a song in FLAC',
    draw: () => drawClip({ seconds: 9, codec: 'none', container: 'flac' }),
    outcome: { ...song, rungs: ['audio-64k', 'audio-128k', 'audio-256k'], seconds: 9 },
  },
  {
    name: 'a song in AAC with a cover',
    draw: async () =>
      drawFile('m4a', [
        ...['-i', await drawClip({ seconds: 9, codec: 'none', container: 'wav' })],
        ...['-i', await drawFile('png', ['-f', 'lavfi', '-i', 'testsrc2=size=600x600', '-frames:v', '1'])],
        ...['-map', '0', '-map', '1'],
        ...['-disposition:v', 'attached_pic', '-c:v', 'mjpeg', '-c:a', 'aac', '-b:a', '64k'],
      ]),
    outcome: { ...song, rungs: ['audio-64k'], seconds: 9 },
  },
  {
    name: 'a recording in raw AAC',
    draw: () => drawClip({ seconds: 9, codec: 'none', container: 'aac' }),
    outcome: { ...song, rungs: ['audio-64k', 'audio-128k'], seconds: 9 },
  },
]
