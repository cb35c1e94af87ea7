import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import {
  transcodeFile,
  type TranscodedFile,
  type TranscodeFile,
} from '#domain/transcode/execute/transcode-file.ts'
import { writePlaylists } from '#domain/transcode/package/write-playlists.ts'
import { createFfmpeg } from '#platform/ffmpeg/ffmpeg.ts'

const ffmpeg = createFfmpeg({
  FFMPEG_PATH: process.env.FFMPEG_PATH ?? 'ffmpeg',
  FFPROBE_PATH: process.env.FFPROBE_PATH ?? 'ffprobe',
})

/** A film as the pipeline makes it, in a folder with its playlists. */
export type MadeFilm = TranscodedFile & {
  folder: string
  /** The path of the master playlist. */
  master: string
}

/** Folders of this process: gone with the file of tests that asked for them. */
const folders: string[] = []
afterAll(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true }))))

/** Takes an original through the pipeline on this machine. Throws what `transcodeFile` throws. */
export async function makeFilm(
  input: TranscodeFile['input'],
  options: Partial<Omit<TranscodeFile, 'ffmpeg' | 'input' | 'outDir'>> = {},
): Promise<MadeFilm> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'codex-film-'))
  folders.push(folder)
  const made = await transcodeFile({ ffmpeg, input, outDir: folder, ...options })
  return { ...made, folder, master: await writePlaylists(made.plan, made.film, folder) }
}
