import { mkdir, readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { transcodeFile, type TranscodedFile } from '#domain/transcode/execute/transcode-file.ts'
import type { Rendition } from '#domain/transcode/package/assemble-film.ts'
import { writePlaylists } from '#domain/transcode/package/write-playlists.ts'
import { causeText, TranscodeRefused } from '#domain/transcode/source/causes.ts'
import { createFfmpeg, FfmpegFailure } from '#platform/ffmpeg/ffmpeg.ts'

/**
 * `npm run transcode -- INPUT OUTDIR`: one file through the plan and the tasks of the pipeline, without database, queue or
 * storage. Prints one JSON object. Exit code 0: ready; 2: the input is refused, with a cause; 1: our fault.
 */
const usage = `Usage: npm run transcode -- INPUT OUTDIR [--av1] [--download] [--no-copy]

  INPUT       a video or audio file
  OUTDIR      an empty folder, or one that is not there yet
  --av1       also rungs in AV1
  --download  also one MP4 to keep
  --no-copy   encode every rung, also where the stored picture is good enough`

const exitCodes = { ready: 0, failed: 1, refused: 2 } as const

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    av1: { type: 'boolean' },
    download: { type: 'boolean' },
    'no-copy': { type: 'boolean' },
  },
})
const [input, outDir] = positionals
if (!input || !outDir || positionals.length > 2) {
  console.error(usage)
  process.exit(exitCodes.failed)
}
await mkdir(outDir, { recursive: true })
if ((await readdir(outDir)).length > 0) {
  console.error(`${outDir} is not empty: choose an empty folder, so that nothing is mixed up.`)
  process.exit(exitCodes.failed)
}

const ffmpeg = createFfmpeg({
  FFMPEG_PATH: process.env.FFMPEG_PATH || 'ffmpeg',
  FFPROBE_PATH: process.env.FFPROBE_PATH || 'ffprobe',
})
const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())

const report = await transcode(input, outDir)
console.log(JSON.stringify(report, null, 2))
process.exitCode = exitCodes[report.outcome]

async function transcode(file: string, folder: string) {
  try {
    const made = await transcodeFile({
      ffmpeg,
      input: { path: path.resolve(file) },
      outDir: folder,
      av1: values.av1 ?? false,
      download: values.download ?? false,
      constraints: values['no-copy'] ? ['no_copy'] : [],
      signal: stop.signal,
      onProgress: (percent) => {
        if (process.stderr.isTTY) process.stderr.write(`\r${percent} %`)
      },
    })
    await writePlaylists(made.plan, made.film, folder)
    return { outcome: 'ready' as const, ...readyReport(made) }
  } catch (error) {
    const nothingLeft = (await readdir(folder)).map((name) =>
      rm(path.join(folder, name), { recursive: true }),
    )
    await Promise.all(nothingLeft)
    if (error instanceof TranscodeRefused) {
      const { cause, detail } = error
      return { outcome: 'refused' as const, cause, message: causeText[cause], detail }
    }
    const detail = error instanceof FfmpegFailure ? error.stderr : undefined
    return { outcome: 'failed' as const, message: String(error), ...(detail ? { detail } : {}) }
  }
}

function readyReport({ source, plan, film, preview, download, sha256, tasks, ...seconds }: TranscodedFile) {
  return {
    probe: source,
    plan,
    durationSeconds: film.durationSeconds,
    renditions: film.renditions.map(facts),
    stages: [
      { stage: 'plan', seconds: seconds.planSeconds },
      ...tasks.map(({ kind, ...task }) => ({ stage: kind, ...task })),
    ],
    readySeconds: seconds.readySeconds,
    extras: {
      master: 'master.m3u8',
      poster: film.poster && { file: film.poster.key, width: film.poster.width, height: film.poster.height },
      storyboard: film.sheets.length > 0 ? 'storyboard.vtt' : null,
      waveform: film.waveformKey ?? null,
      loudness: film.loudness ?? null,
      preview: preview.map(facts),
      download: download[0]?.parts[0]?.key ?? null,
      sha256,
    },
  }
}

function facts({ parts, ...rendition }: Rendition) {
  return {
    ...rendition,
    files: parts.map(({ key }) => key),
    segments: parts.flatMap((part) => part.segments),
  }
}
