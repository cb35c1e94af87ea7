import { open, readFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkConformance, type Presentation, type RuleResult } from '#tests/support/hls-conformance.ts'
import { drawClip, drawFile, drawStreamable, writeMedia } from '#tests/support/media.ts'
import { makeFilm, type MadeFilm } from '#tests/support/media/make-film.ts'
import { complaintsAbout } from '#tests/support/media/measure.ts'

const words =
  '1\n00:00:01,000 --> 00:00:02,000\nGood morning\n\n2\n00:00:21,000 --> 00:00:23,000\nGood night\n'

/** Two languages and subtitles beside a picture that has to be encoded. */
const everything = async () =>
  drawFile('mkv', [
    ...['-i', await drawClip({ seconds: 25, width: 854, height: 480 }), '-i', await writeMedia('srt', words)],
    ...['-map', '0:v', '-map', '0:a', '-map', '0:a', '-map', '1', '-c', 'copy', '-c:s', 'srt'],
    ...[
      '-metadata:s:a:0',
      'language=eng',
      '-metadata:s:a:1',
      'language=fra',
      '-metadata:s:s:0',
      'language=eng',
    ],
  ])

const films: { name: string; make: () => Promise<MadeFilm> }[] = [
  {
    name: 'a film in two chunks with two languages, subtitles and AV1',
    make: async () => makeFilm({ path: await everything() }, { av1: true }),
  },
  {
    name: 'a film that is streamed as it is, with smaller rungs beside it',
    make: async () => makeFilm({ path: await drawStreamable({ seconds: 70, width: 640, height: 360 }) }),
  },
  {
    name: 'a fast film, whose small rungs show every second picture',
    make: async () =>
      makeFilm({
        path: await drawClip({
          seconds: 22,
          width: 854,
          height: 480,
          fps: '60000/1001',
          options: ['-g', '600'],
        }),
      }),
  },
  {
    name: 'a recording',
    make: async () => makeFilm({ path: await drawClip({ seconds: 21, codec: 'none', container: 'flac' }) }),
  },
]

/** What a player would fetch from the film's folder. */
const presentationOf = async ({ folder, master }: MadeFilm): Promise<Presentation> => ({
  master: await readFile(master, 'utf8'),
  playlist: (uri) => readFile(path.join(folder, uri), 'utf8'),
  async bytes(uri, offset, length) {
    const file = await open(path.join(folder, uri))
    try {
      const { size } = await file.stat()
      const buffer = Buffer.alloc(Math.min(length ?? size, size - offset))
      await file.read(buffer, 0, buffer.length, offset)
      return buffer
    } finally {
      await file.close()
    }
  },
})

/** Named here so that each is a test of its own. */
const rules = (
  await checkConformance({
    master: '#EXTM3U\n',
    playlist: () => Promise.reject(new Error('there is none')),
    bytes: () => Promise.reject(new Error('there is none')),
  })
).map(({ rule }) => rule)

describe.each(films)('$name', ({ make }) => {
  let film: MadeFilm
  let results: RuleResult[]
  beforeAll(async () => {
    film = await make()
    results = await checkConformance(await presentationOf(film))
  }, 120_000)

  test.each(rules)('%s', (rule) => {
    const result = results.find((each) => each.rule === rule)
    expect(result?.problems, result?.source).toEqual([])
  })

  test('ffmpeg reads it from end to end without a word', async () => {
    expect(await complaintsAbout(film.master)).toBe('')
  })
})
