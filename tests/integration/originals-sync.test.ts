import { expect, test } from 'vitest'
import { drawFlashes, readFlashes, type FlashingFilm } from '#tests/support/media/flashes.ts'
import { makeFilm } from '#tests/support/media/make-film.ts'

const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', '-b:a', '96k']
const streamable = ['-preset', 'veryfast', '-g', '60', '-x264-params', 'open-gop=0:scenecut=0']
const copied = ['-c:v', 'libx264', ...streamable, '-c:a', 'aac', '-b:a', '96k']

type Line = [string, FlashingFilm, { copied: boolean; chunks: number }]
const films: Line[] = [
  [
    'an MP4 that is streamed as it is',
    { seconds: 75, fps: 30, container: 'mp4', options: copied },
    { copied: true, chunks: 2 },
  ],
  [
    'an MP4 that is encoded in chunks',
    { seconds: 75, fps: 30, container: 'mp4', options: [...x264, '-bf', '2', '-g', '600'] },
    { copied: false, chunks: 3 },
  ],
  [
    'a Matroska file',
    { seconds: 75, fps: 25, container: 'mkv', options: x264 },
    { copied: false, chunks: 3 },
  ],
  [
    'an AVI',
    { seconds: 75, fps: 25, container: 'avi', options: ['-c:v', 'mpeg4', '-bf', '2', '-c:a', 'libmp3lame'] },
    { copied: false, chunks: 3 },
  ],
  [
    'a transport stream',
    { seconds: 30, fps: 30, container: 'ts', options: x264 },
    { copied: false, chunks: 1 },
  ],
  [
    'a program stream',
    { seconds: 20, fps: 25, container: 'mpg', options: ['-c:v', 'mpeg2video', '-c:a', 'mp2'] },
    { copied: false, chunks: 1 },
  ],
  [
    'an MP4 whose picture begins half a second late',
    { seconds: 75, fps: 30, container: 'mp4', options: copied, pictureDelay: 0.5 },
    { copied: false, chunks: 3 },
  ],
  [
    'a Matroska file whose picture begins half a second late',
    { seconds: 30, fps: 30, container: 'mkv', options: x264, pictureDelay: 0.5 },
    { copied: false, chunks: 2 },
  ],
  [
    'a transport stream whose picture begins half a second late',
    { seconds: 30, fps: 30, container: 'ts', options: x264, pictureDelay: 0.5 },
    { copied: false, chunks: 1 },
  ],
  [
    'an MP4 whose sound begins late',
    { seconds: 75, fps: 30, container: 'mp4', options: copied, soundDelay: 0.7 },
    { copied: true, chunks: 2 },
  ],
  [
    'a transport stream whose sound begins late',
    { seconds: 30, fps: 30, container: 'ts', options: x264, soundDelay: 0.7 },
    { copied: false, chunks: 1 },
  ],
]

test.each(films)('in %s, what is seen and what is heard stay together to the end', async (_, film, made) => {
  const { plan, master } = await makeFilm({ path: await drawFlashes(film) })
  expect({ copied: plan.video?.copied !== undefined, chunks: plan.video?.chunks.length }).toEqual(made)
  const { flashes, beeps } = await readFlashes(master)
  const apart = flashes.map((flash) => Math.min(...beeps.map((beep) => Math.abs(beep - flash))))
  expect(flashes.length).toBeGreaterThanOrEqual(film.seconds - 2)
  expect(beeps.length).toBeGreaterThanOrEqual(film.seconds - 2)
  expect(Math.max(...apart)).toBeLessThan(0.02)
})
