import { planOriginal } from '#domain/transcode/execute/plan-original.ts'
import type { Ffmpeg } from '#platform/ffmpeg/ffmpeg.ts'
import type { BenchOptions } from '../harness.ts'
import { originalFilm, streamableFilm } from './films.ts'
import type { FilmPlan } from './one-pass.ts'

/** A film that may be copied is encoded all the same, to see what that costs. */
export const encodeAll = ['no_copy'] as const

/** What every way of a round is measured on. */
export type Films = {
  /** A film that is encoded in every rung, and the plan of that. */
  original: string
  plan: FilmPlan
  /** undefined where there is no sound. */
  soundCodec: string | undefined
  durationSeconds: number
  /** The same film as an original whose picture and sound are copied. */
  streamable: string
}

/** Finds or makes the films. Throws when the caller's own is not one that bare commands can be compared on. */
export async function prepareFilms(ffmpeg: Ffmpeg, options: BenchOptions): Promise<Films> {
  const original = await originalFilm(options)
  const { source, plan } = await planOriginal({ ffmpeg, input: { path: original }, constraints: encodeAll })
  const { video, expectedSeconds } = plan
  if (!video || expectedSeconds === undefined || video.deinterlace || video.toneMap)
    throw new Error('the film must have a progressive picture in standard dynamic range, and tell its length')
  const streamable = await streamableFilm(original, video, options.say)
  const copy = await planOriginal({ ffmpeg, input: { path: streamable } })
  if (!copy.plan.video?.copied) throw new Error(`${streamable} is not good enough to be copied`)
  return {
    original,
    plan: { ...plan, video },
    soundCodec: source.audio[0]?.codec,
    durationSeconds: expectedSeconds,
    streamable,
  }
}
