import { expect, test } from 'vitest'
import { makeFilm } from '#tests/support/media/make-film.ts'
import { drawNumbered, readNumbers, type NumberedFilm } from '#tests/support/media/numbered.ts'

const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '2', '-g', '600']
const streamable = [
  '-c:v',
  'libx264',
  '-preset',
  'veryfast',
  '-g',
  '60',
  '-crf',
  '36',
  '-x264-params',
  'open-gop=0:scenecut=0',
]

/**
 * What becomes of a film: cut into so many chunks, showing one in `every` pictures. `late`: so many pictures ahead of the first,
 * as its container has sound there already.
 */
type Made = { chunks: number; reading?: 'seek' | 'whole'; copied?: boolean; every?: number; late?: number }
const films: [string, NumberedFilm, Made][] = [
  [
    'an MP4 of 30 pictures a second',
    { seconds: 75, fps: 30, container: 'mp4', options: x264 },
    { chunks: 3 },
  ],
  ['an MP4 of 29.97', { seconds: 75, fps: '30000/1001', container: 'mp4', options: x264 }, { chunks: 3 }],
  ['an MP4 of 50', { seconds: 24, fps: 50, side: 480, container: 'mp4', options: x264 }, { chunks: 2 }],
  [
    'an MP4 of 59.94',
    { seconds: 24, fps: '60000/1001', side: 480, container: 'mp4', options: x264 },
    { chunks: 2 },
  ],
  [
    'a small MP4 of 59.94',
    { seconds: 75, fps: '60000/1001', container: 'mp4', options: x264 },
    { chunks: 3, every: 2 },
  ],
  [
    'a Matroska file of 23.976',
    { seconds: 75, fps: '24000/1001', container: 'mkv', options: x264 },
    { chunks: 3 },
  ],
  [
    'a Matroska file of 29.97',
    { seconds: 75, fps: '30000/1001', container: 'mkv', options: x264 },
    { chunks: 3 },
  ],
  [
    'an AVI',
    { seconds: 75, fps: 25, container: 'avi', options: ['-c:v', 'mpeg4', '-bf', '2', '-q:v', '3'] },
    { chunks: 3, late: 1 },
  ],
  [
    'HEVC with open groups',
    {
      seconds: 75,
      fps: 25,
      container: 'mp4',
      options: [
        '-c:v',
        'libx265',
        '-preset',
        'ultrafast',
        '-x265-params',
        'log-level=error:open-gop=1:keyint=60:bframes=3',
      ],
    },
    { chunks: 3 },
  ],
  [
    'VP9 in WebM',
    {
      seconds: 75,
      fps: 25,
      container: 'webm',
      options: [
        '-c:v',
        'libvpx-vp9',
        '-deadline',
        'realtime',
        '-cpu-used',
        '8',
        '-auto-alt-ref',
        '1',
        '-lag-in-frames',
        '10',
      ],
    },
    { chunks: 3 },
  ],
  [
    'a transport stream',
    { seconds: 30, fps: 30, container: 'ts', options: x264 },
    { chunks: 1, reading: 'whole' },
  ],
  [
    'a transport stream of 59.94',
    { seconds: 24, fps: '60000/1001', side: 480, container: 'ts', options: x264 },
    { chunks: 1, reading: 'whole' },
  ],
  [
    'an MP4 that is streamed as it is',
    { seconds: 75, fps: 30, container: 'mp4', options: streamable },
    { chunks: 2, copied: true },
  ],
  [
    'an MP4 of 29.97 that is streamed as it is',
    { seconds: 75, fps: '30000/1001', container: 'mp4', options: streamable },
    { chunks: 2, copied: true },
  ],
]

test.each(films)('in %s no picture is missing and none is there twice', async (_, film, wanted) => {
  const { chunks, reading = 'seek', copied = false, every = 1, late = 0 } = wanted
  const { plan, master } = await makeFilm({ path: await drawNumbered(film) })
  expect({
    chunks: plan.video?.chunks.length,
    reading: plan.reading,
    copied: plan.video?.copied !== undefined,
  }).toEqual({ chunks, reading, copied })
  const [over = 0, under = 1] = String(film.fps).split('/').map(Number)
  const numbers = await readNumbers(master)
  const all = Math.ceil(Math.ceil((film.seconds * over) / under - 1e-6) / every)
  const expected = Array.from({ length: all }, (__, index) => index * every)
  expect(numbers.map(({ number }) => number)).toEqual([...Array<number>(late).fill(0), ...expected])
  numbers.forEach(({ seconds }, index) => expect(seconds).toBeCloseTo((index * every * under) / over, 3))
})

const varying: [string, NumberedFilm, Made][] = [
  [
    'an MP4',
    { seconds: 75, fps: 30, container: 'mp4', options: x264, select: "select='mod(n+4,9)'" },
    { chunks: 3 },
  ],
  [
    'a Matroska file',
    { seconds: 75, fps: 30, container: 'mkv', options: x264, select: "select='mod(n+4,9)'" },
    { chunks: 3 },
  ],
  [
    'an MP4 with holes across the joints',
    {
      seconds: 75,
      fps: 30,
      container: 'mp4',
      options: x264,
      select: "select='not(between(t,3,6)+between(t,62,65))'",
    },
    { chunks: 3 },
  ],
  [
    'a Matroska file with holes across the joints',
    {
      seconds: 75,
      fps: 30,
      container: 'mkv',
      options: x264,
      select: "select='not(between(t,3,6)+between(t,62,65))'",
    },
    { chunks: 3 },
  ],
]

test.each(varying)(
  '%s of varying frame rate shows the same in chunks as in one go',
  async (_, film, wanted) => {
    const path = await drawNumbered(film)
    const [chunked, whole] = [await makeFilm({ path }), await makeFilm({ path }, { constraints: ['whole'] })]
    expect(chunked.plan.video?.chunks).toHaveLength(wanted.chunks)
    expect(whole.plan.video?.chunks).toHaveLength(1)
    const numbers = await readNumbers(chunked.master)
    expect(numbers).toEqual(await readNumbers(whole.master))
    expect(numbers.map(({ number }) => number)).toEqual(
      numbers.map(({ number }) => number).toSorted((a, b) => a - b),
    )
  },
)
