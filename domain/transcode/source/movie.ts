import type { MediaInput } from '#platform/ffmpeg/ffmpeg.ts'
import { boxesIn, child, find, firstEditOf, timescaleOf, type Box } from '../package/mp4-boxes.ts'
import { readOriginal } from './read-original.ts'

/** What the sample tables of an MP4's picture say: whether its stored pictures can be streamed as they are. */
export type Movie = {
  /** Ticks per second of the picture's track. */
  timescale: number
  /** Ticks of one picture; undefined when the pictures have different lengths. */
  frameTicks: number | undefined
  frames: number
  /** When each key frame is shown, in ticks from the first picture. */
  keyTicks: number[]
  /** Every picture depends on its own group alone: none is shown before the key frame that it follows. */
  closed: boolean
  /** An edit list begins inside a group of pictures, or has several edits. */
  edited: boolean
}

const maxMoovBytes = 64 * 2 ** 20
const maxSamples = 12 * 3600 * 120
const mostBoxes = 64
/** Pictures after a key frame among which one that is shown before it can be. */
const reorderDepth = 20

/**
 * Reads the sample tables (ISO/IEC 14496-12: stts, ctts, stss, elst) of the first picture track of an MP4 or MOV by a few
 * byte ranges. undefined when it is no such file, is fragmented, or cannot be understood: then it is simply encoded.
 */
export async function readMovie(input: MediaInput, signal?: AbortSignal): Promise<Movie | undefined> {
  const moov = await findMoov(input, signal)
  if (!moov) return undefined
  try {
    return movieOf(moov)
  } catch (error) {
    // Boxes that lead outside the file, or tables that are none.
    if (error instanceof Error) return undefined
    throw error
  }
}

async function findMoov(input: MediaInput, signal: AbortSignal | undefined): Promise<Buffer | undefined> {
  let at = 0
  for (let count = 0; count < mostBoxes; count++) {
    const head = await readOriginal(input, at, 16, signal)
    if (head.length < 8) return undefined
    const type = head.toString('latin1', 4, 8)
    let size = head.readUInt32BE(0)
    if (size === 1 && head.length === 16) size = Number(head.readBigUInt64BE(8))
    if (!/^[a-z0-9 ]{4}$/i.test(type) || size < 8) return undefined
    if (type === 'moov') return size <= maxMoovBytes ? readOriginal(input, at, size, signal) : undefined
    at += size
  }
  return undefined
}

function movieOf(moov: Buffer): Movie | undefined {
  const top = { body: 8, end: moov.length }
  if (child(moov, top, 'mvex')) return undefined
  for (const trak of boxesIn(moov, top.body, top.end)) {
    if (trak.type !== 'trak') continue
    const track = moov.subarray(trak.body, trak.end)
    const hdlr = find(track, 'mdia', 'hdlr')
    if (track.toString('latin1', hdlr.body + 8, hdlr.body + 12) === 'vide') return pictureOf(track)
  }
  return undefined
}

function pictureOf(track: Buffer): Movie | undefined {
  const table = (name: string): Box | undefined => child(track, find(track, 'mdia', 'minf', 'stbl'), name)
  const stts = table('stts')
  const ctts = table('ctts')
  const stss = table('stss')
  if (!stts) return undefined
  const durations = runs(track, stts, (at) => track.readUInt32BE(at))
  const shifts = ctts && runs(track, ctts, (at) => track.readInt32BE(at))
  const decodeTimes: number[] = []
  let now = 0
  for (const duration of durations) {
    decodeTimes.push(now)
    now += duration
  }
  const shown = decodeTimes.map((time, index) => time + (shifts?.[index] ?? 0))
  const keys = stss ? numbersOf(track, stss).map((number) => number - 1) : shown.map((_, index) => index)
  const first = Math.min(...shown.slice(0, reorderDepth))
  const edit = firstEditOf(track, { type: 'trak', start: 0, body: 0, end: track.length })
  const frameTicks = durations.slice(0, -1).every((duration) => duration === durations[0])
    ? durations[0]
    : undefined
  return {
    timescale: timescaleOf(track, find(track, 'mdia', 'mdhd')),
    frameTicks,
    frames: shown.length,
    keyTicks: keys.map((key) => (shown[key] ?? 0) - first),
    closed: keys.every((key) => {
      const keyTime = shown[key] ?? 0
      return shown.slice(key + 1, key + reorderDepth).every((time) => time > keyTime)
    }),
    edited: edit !== undefined && (edit.edits > 1 || edit.mediaTime !== first),
  }
}

/** A table of runs (count, value), one value for each sample. */
function runs(track: Buffer, { body }: Box, valueAt: (at: number) => number): number[] {
  const values: number[] = []
  const count = track.readUInt32BE(body + 4)
  for (let run = 0; run < count; run++) {
    const at = body + 8 + run * 8
    const length = track.readUInt32BE(at)
    if (values.length + length > maxSamples) throw new RangeError('more samples than a film can have')
    const value = valueAt(at + 4)
    for (let sample = 0; sample < length; sample++) values.push(value)
  }
  return values
}

function numbersOf(track: Buffer, { body }: Box): number[] {
  const count = track.readUInt32BE(body + 4)
  if (count > maxSamples) throw new RangeError('more samples than a film can have')
  return Array.from({ length: count }, (_, index) => track.readUInt32BE(body + 8 + index * 4))
}
