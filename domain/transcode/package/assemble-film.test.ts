import { expect, test } from 'vitest'
import { isRefused } from '../source/causes.ts'
import { planTranscode, type PlanOptions } from '../plan/plan-transcode.ts'
import type { TaskKind, TranscodePlan } from '../plan/plan.ts'
import type { Source } from '../source/probe-source.ts'
import { film, filmOf, movie, sound } from '#tests/support/source.ts'
import { assembleFilm, finishedRenditions, type FinishedTask, type StoredOutput } from './assemble-film.ts'
import type { PartIndex } from './index-part.ts'

function planOf(source: Source, options?: PlanOptions): TranscodePlan {
  const plan = planTranscode(source, options)
  if (isRefused(plan)) throw new Error(plan.detail)
  return plan
}
const index = (height: number, seconds: number): PartIndex => ({
  initBytes: 10,
  initHash: `${height}`,
  timescale: 1000,
  codecs: height ? 'avc1.64001F' : 'mp4a.40.2',
  width: height * 2,
  height,
  segments: [{ offset: 10, length: 1000, duration: seconds }],
  keyFrames: [],
  shownAt: 0,
  ticks: seconds * 1000,
  samples: seconds * 30,
  seamless: true,
  bytes: 1010,
})
function task(kind: TaskKind, position: number, made: Partial<StoredOutput>): FinishedTask {
  return { kind, position, made: { parts: [], texts: [], sheets: [], ...made } }
}
const picture = (rendition: string, key: string, seconds: number) => ({
  rendition,
  kind: 'video' as const,
  key,
  index: index(Number.parseInt(rendition, 10), seconds),
})
const track = (rendition: string) => ({
  rendition,
  kind: 'audio' as const,
  key: rendition,
  index: index(0, 60),
})
const rungs = ['1080p', '720p', '480p', '360p', '240p']
const chunk = (position: number, seconds: number, made: Partial<StoredOutput> = {}, of = rungs) =>
  task('chunk', position, { parts: of.map((name) => picture(name, `${name}/${position}`, seconds)), ...made })
const soundTask = task('sound', 0, { parts: [track('audio-128k')] })
const names = (made: ReturnType<typeof assembleFilm>) => made.renditions.map(({ name }) => name)

test('a film is playable with all its chunks and its sound, in whatever order they were made', () => {
  const plan = planOf(film)
  expect(assembleFilm(plan, [chunk(1, 56), soundTask, chunk(0, 4)])).toMatchObject({
    isPlayable: true,
    durationSeconds: 60,
    width: 2160,
    height: 1080,
    renditions: [
      { name: '1080p', kind: 'video', parts: [{ key: '1080p/0' }, { key: '1080p/1' }] },
      { name: '720p' },
      { name: '480p' },
      { name: '360p' },
      { name: '240p' },
      { name: 'audio-128k', kind: 'audio', language: 'en', channels: 2 },
    ],
  })
})

test.each([
  ['a chunk', [chunk(0, 4), soundTask]],
  ['its sound', [chunk(0, 4), chunk(1, 56)]],
  ['anything', []],
])('a film without %s is not playable', (_, finished) => {
  expect(assembleFilm(planOf(film), finished).isPlayable).toBe(false)
})

test('a copied film is playable with its copy alone, and the other rungs follow', () => {
  const plan = planOf(film, { movie })
  const copy = task('copy', 0, { parts: [picture('1080p', 'copy', 60), track('audio-128k')] })
  const begun = assembleFilm(plan, [copy])
  expect(begun.isPlayable).toBe(true)
  expect(names(begun)).toEqual(['1080p', 'audio-128k'])
  const complete = assembleFilm(plan, [copy, soundTask, chunk(0, 60, {}, rungs.slice(1))])
  expect(names(complete)).toEqual([...rungs, 'audio-128k'])
})

test('sound that was announced and is not there leaves a silent film', () => {
  const made = assembleFilm(planOf(film), [chunk(0, 4), chunk(1, 56), task('sound', 0, {})])
  expect(made.isPlayable).toBe(true)
  expect(names(made)).toEqual(rungs)
})

test('AV1 is offered once it is complete, after H.264', () => {
  const av1 = (position: number, seconds: number) =>
    task('av1', position, {
      parts: ['720p-av1', '480p-av1', '360p-av1', '240p-av1'].map((name) =>
        picture(name, `${name}/${position}`, seconds),
      ),
    })
  const plan = planOf(film)
  const made = [chunk(0, 4), chunk(1, 56), soundTask, av1(0, 4)]
  expect(names(assembleFilm(plan, made))).toEqual([...rungs, 'audio-128k'])
  expect(names(assembleFilm(plan, [...made, av1(1, 56)])).slice(5, 7)).toEqual(['720p-av1', '480p-av1'])
})

test('the poster is the most telling of all chunks, and sheets follow the film', () => {
  const poster = (key: string, score: number) => ({ key, score, hash: '', width: 1280, height: 720 })
  const made = assembleFilm(planOf(filmOf(60)), [
    chunk(1, 56, { poster: poster('a', 3), sheets: [{ key: 's1', firstTile: 4, tiles: 25 }] }),
    chunk(0, 4, { poster: poster('b', 7), sheets: [{ key: 's0', firstTile: 0, tiles: 4 }] }),
    task('sound', 0, { loudness: { integratedLufs: -20, truePeakDbtp: -3 }, waveformKey: 'wave' }),
  ])
  expect(made).toMatchObject({
    poster: { key: 'b' },
    sheets: [{ key: 's0' }, { key: 's1' }],
    loudness: { integratedLufs: -20 },
    waveformKey: 'wave',
  })
})

test('subtitles last as long as their film', () => {
  const texts = [{ streamIndex: 2, language: 'fr', title: 'Français' }]
  const made = assembleFilm(planOf({ ...film, texts }), [
    chunk(0, 4),
    chunk(1, 56),
    task('sound', 0, {
      parts: [track('audio-128k')],
      texts: [{ rendition: 'text-1', key: 't.vtt', bytes: 600 }],
    }),
  ])
  expect(made.renditions.at(-1)).toMatchObject({
    name: 'text-1',
    kind: 'text',
    language: 'fr',
    title: 'Français',
    durationSeconds: 60,
    bandwidth: 80,
    parts: [{ key: 't.vtt', initBytes: 0, segments: [{ offset: 0, length: 600, duration: 60 }] }],
  })
})

test('a recording is playable with its sound', () => {
  const plan = planOf({ ...film, video: undefined, audio: [sound] })
  const made = task('sound', 0, { parts: [track('audio-64k'), track('audio-128k')] })
  expect(assembleFilm(plan, [made])).toMatchObject({ isPlayable: true, durationSeconds: 60, width: 0 })
  expect(assembleFilm(plan, []).isPlayable).toBe(false)
})

test('a preview and a download are renditions of their own', () => {
  const made = assembleFilm(planOf(film), [chunk(0, 4), chunk(1, 56), soundTask])
  const { preview, download } = finishedRenditions(made, {
    ...task('finish', 0, {}).made,
    preview: [picture('preview-480p', 'p', 20)],
    download: { key: 'd.mp4', bytes: 999, width: 2160, height: 1080, rendition: '1080p' },
  })
  expect(preview).toMatchObject([
    { name: 'preview-480p', kind: 'video', durationSeconds: 20, parts: [{ key: 'p' }] },
  ])
  expect(download).toMatchObject([{ name: 'download', height: 1080, bytes: 999, parts: [{ key: 'd.mp4' }] }])
  expect(finishedRenditions(made, task('finish', 0, {}).made)).toEqual({ preview: [], download: [] })
})
