import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { TextPlan } from '../plan/plan.ts'
import type { MadeText } from './task-output.ts'
import { timeOptions, zeroOf, type WholeWork } from './whole-work.ts'

/** Where a player finds the film's zero in a WebVTT segment (RFC 8216, 3.5). */
const timestampMap = 'X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000'
const mostBytes = 16 * 2 ** 20

/** Subtitles that are stored as text become WebVTT. A track that cannot be read is left out: the film is no worse for it. */
export async function extractTexts(work: WholeWork): Promise<{ texts: MadeText[]; cpuSeconds: number }> {
  const { plan, signal } = work
  const texts: MadeText[] = []
  let cpuSeconds = 0
  for (const text of plan.texts) {
    try {
      cpuSeconds += await extract(work, text)
      const made = await finished(path.join(work.scratchDir, `${text.name}.vtt`), text)
      if (made) texts.push(made)
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof Error)) throw error
    }
  }
  return { texts, cpuSeconds }
}

async function extract(
  { ffmpeg, plan, input, scratchDir, signal }: WholeWork,
  { streamIndex, name }: TextPlan,
): Promise<number> {
  const { cpuSeconds = 0 } = await ffmpeg.run({
    inputs: [{ media: input, options: [...timeOptions(plan), '-vn', '-an'] }],
    outputs: [
      {
        path: `${name}.vtt`,
        options: [
          ...['-map', `0:${streamIndex}`, '-c:s', 'webvtt', '-map_metadata', '-1'],
          ...['-output_ts_offset', (-zeroOf(plan)).toFixed(6), '-f', 'webvtt'],
        ],
      },
    ],
    cwd: scratchDir,
    limits: { wallSeconds: 900, stallSeconds: 180, fileBytes: mostBytes },
    ...(signal ? { signal } : {}),
  })
  return cpuSeconds
}

/** undefined when there is no cue in it. */
async function finished(file: string, { name }: TextPlan): Promise<MadeText | undefined> {
  const words = await readFile(file, 'utf8')
  if (!words.includes('-->')) return undefined
  await writeFile(file, words.replace(/^WEBVTT[^\n]*\n/, `WEBVTT\n${timestampMap}\n`))
  return { rendition: name, path: file, bytes: (await stat(file)).size }
}
