import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Ffmpeg, MediaInput } from '#platform/ffmpeg/ffmpeg.ts'
import {
  assembleFilm,
  finishedRenditions,
  type Film,
  type FinishedTask,
  type Rendition,
  type StoredOutput,
} from '../package/assemble-film.ts'
import type { PlanConstraint, TaskKind, TranscodePlan } from '../plan/plan.ts'
import { TranscodeRefused } from '../source/causes.ts'
import type { Source } from '../source/probe-source.ts'
import { executeTask, type WorkKind } from './execute-task.ts'
import { finishFilm, type MadeDownload } from './finish-film.ts'
import { PlanUnfit } from './plan-unfit.ts'
import { planOriginal } from './plan-original.ts'
import { nothing, type TaskOutput } from './task-output.ts'

export type TranscodeFile = {
  ffmpeg: Ffmpeg
  input: MediaInput
  /** A folder that exists; everything is written there. */
  outDir: string
  /** Also rungs in AV1. */
  av1?: boolean
  /** Also one MP4 to keep. */
  download?: boolean
  /** What the plan may not do: to see what a film costs without it. */
  constraints?: readonly PlanConstraint[]
  signal?: AbortSignal
  /** Per cent of the whole, which only grows. */
  onProgress?: (percent: number) => void
}

/** A task as it went: wall and CPU seconds. */
export type DoneTask = { kind: TaskKind; position: number; seconds: number; cpuSeconds: number }

export type TranscodedFile = {
  source: Source
  plan: TranscodePlan
  film: Film
  /** The film's beginning, and one MP4: in folders of their own. */
  preview: Rendition[]
  download: Rendition[]
  /** Of the original, in hexadecimal. */
  sha256: string | undefined
  tasks: DoneTask[]
  /** Seconds from the start until the film could be played from end to end. */
  readySeconds: number
  /** Seconds of looking at the original and planning. */
  planSeconds: number
}

/**
 * Turns one original into a film on this machine alone, by the same plan and tasks as the workers: files of renditions,
 * poster, storyboard, waveform and subtitles in a folder. Throws `TranscodeRefused` when the original is to blame, and
 * `FfmpegFailure` when another try may succeed.
 */
export async function transcodeFile(options: TranscodeFile): Promise<TranscodedFile> {
  const constraints: PlanConstraint[] = [...(options.constraints ?? [])]
  for (;;) {
    try {
      return await transcodeAsPlanned(options, constraints)
    } catch (error) {
      if (!(error instanceof PlanUnfit) || constraints.includes(error.constraint)) throw error
      constraints.push(error.constraint)
    }
  }
}

async function transcodeAsPlanned(
  options: TranscodeFile,
  constraints: readonly PlanConstraint[],
): Promise<TranscodedFile> {
  const { ffmpeg, input, outDir, signal, onProgress } = options
  const started = performance.now()
  const elapsed = () => (performance.now() - started) / 1000
  const { source, plan } = await planOriginal({ ffmpeg, input, constraints, signal })
  const planSeconds = elapsed()
  const work = workOf(plan, options.av1 ?? false)
  const total = work.reduce((sum, { cost }) => sum + cost, 0)
  const finished: FinishedTask[] = []
  const tasks: DoneTask[] = []
  let readySeconds: number | undefined
  let done = 0
  for (const { kind, position, cost } of work) {
    const begun = elapsed()
    const scratchDir = await mkdtemp(path.join(outDir, '.task-'))
    try {
      const output = await executeTask({
        ffmpeg,
        plan,
        input,
        scratchDir,
        task: { kind, position },
        signal,
        onProgress: (share) => onProgress?.(Math.floor(((done + cost * share) / total) * 100)),
      })
      finished.push({ kind, position, made: await keep(output, outDir, { kind, position }) })
      tasks.push({ kind, position, seconds: elapsed() - begun, cpuSeconds: output.cpuSeconds })
    } finally {
      await rm(scratchDir, { recursive: true, force: true })
    }
    done += cost
    if (assembleFilm(plan, finished).isPlayable) readySeconds ??= elapsed()
  }
  const film = assembleFilm(plan, finished)
  if (!film.isPlayable)
    throw new TranscodeRefused({ cause: 'damaged', detail: 'nothing in it could be played' })
  const begun = elapsed()
  const last = await finish(options, plan, film)
  tasks.push({ kind: 'finish', position: 0, seconds: elapsed() - begun, cpuSeconds: last.cpuSeconds })
  onProgress?.(100)
  return {
    source,
    plan,
    film,
    ...finishedRenditions(film, last.made),
    sha256: last.made.sha256,
    tasks,
    planSeconds,
    readySeconds: readySeconds ?? elapsed(),
  }
}

/** What comes last, beside the rest. */
async function finish(
  { ffmpeg, input, outDir, download = false, signal }: TranscodeFile,
  plan: TranscodePlan,
  film: Film,
): Promise<{ made: StoredOutput; cpuSeconds: number }> {
  const scratchDir = await mkdtemp(path.join(outDir, '.task-'))
  try {
    const output = await finishFilm({
      ffmpeg,
      plan,
      film,
      download,
      scratchDir,
      signal,
      read: ({ key, offset, length }) =>
        Promise.resolve(
          createReadStream(path.join(outDir, key), { start: offset, end: offset + length - 1 }),
        ),
      readOriginal: 'path' in input ? () => Promise.resolve(createReadStream(input.path)) : undefined,
    })
    const { parts, ...made } = await keep({ ...nothing, parts: output.preview }, outDir, {
      kind: 'finish',
      position: 0,
    })
    const { path: file, ...facts } = output.download ?? { path: undefined }
    if (file) await rename(file, path.join(outDir, 'download.mp4'))
    return {
      cpuSeconds: output.cpuSeconds,
      made: {
        ...made,
        parts: [],
        preview: parts,
        sha256: output.sha256,
        download: file ? { ...(facts as Omit<MadeDownload, 'path'>), key: 'download.mp4' } : undefined,
      },
    }
  } finally {
    await rm(scratchDir, { recursive: true, force: true })
  }
}

function workOf(plan: TranscodePlan, av1: boolean) {
  const work = plan.tasks.flatMap(({ kind, position, cost }) =>
    kind === 'finish' ? [] : [{ kind: kind as WorkKind, position, cost }],
  )
  const chunks = av1 ? work.filter(({ kind }) => kind === 'chunk') : []
  return [...work, ...chunks.map((chunk) => ({ ...chunk, kind: 'av1' as const }))]
}

/** Moves what a task has made beside the rest, under names of its own. */
async function keep(
  output: TaskOutput,
  outDir: string,
  { kind, position }: Pick<DoneTask, 'kind' | 'position'>,
): Promise<StoredOutput> {
  const move = async (from: string, name: string) => {
    await mkdir(path.dirname(path.join(outDir, name)), { recursive: true })
    await rename(from, path.join(outDir, name))
    return name
  }
  const { parts, texts, sheets, poster, waveform, loudness } = output
  return {
    parts: await Promise.all(
      parts.map(async ({ path: file, rendition, ...part }) => ({
        ...part,
        rendition,
        key: await move(file, `${rendition}/${position}.mp4`),
      })),
    ),
    texts: await Promise.all(
      texts.map(async ({ path: file, ...text }) => ({
        ...text,
        key: await move(file, `${text.rendition}.vtt`),
      })),
    ),
    sheets: await Promise.all(
      sheets.map(async ({ path: file, ...sheet }) => ({
        ...sheet,
        key: await move(file, `storyboard/${sheet.firstTile}.jpg`),
      })),
    ),
    poster: poster && { ...poster, key: await move(poster.path, `posters/${kind}-${position}.jpg`) },
    waveformKey: waveform && (await write(outDir, 'waveform.json', waveform)),
    loudness,
  }
}

async function write(outDir: string, name: string, value: object): Promise<string> {
  await writeFile(path.join(outDir, name), JSON.stringify({ version: 1, ...value }))
  return name
}
