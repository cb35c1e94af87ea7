import { chunkCommand } from '#domain/transcode/execute/encode-chunk.ts'
import type { TranscodePlan, VideoPlan } from '#domain/transcode/plan/plan.ts'

const wholeFilm = { start: 0, end: undefined }

/** The plan of a film with a picture. */
export type FilmPlan = TranscodePlan & { video: VideoPlan }

/** The same plan without cuts: one chunk. */
export const uncut = (plan: FilmPlan): FilmPlan => ({
  ...plan,
  video: { ...plan.video, chunks: [wholeFilm] },
})

/**
 * Arguments of the least that makes a film's ladder: one ffmpeg that decodes once, scales each rung from the full picture and
 * encodes all of them, and the sound, with the pipeline's own encoder arguments; without poster, storyboard, loudness and peaks.
 */
export function onePassArguments(film: string, plan: FilmPlan): string[] {
  const { video, audio } = plan
  const outputs = chunkCommand({
    plan,
    video,
    chunk: wholeFilm,
    codec: 'h264',
    preroll: 0,
    canToneMap: false,
  }).outputs.filter(({ path }) => video.rungs.some(({ name }) => path === `${name}.mp4`))
  return [
    ...['-v', 'warning', '-y', '-i', film, '-filter_complex', ladderFilter(video)],
    ...outputs.flatMap(({ path, options }) => [...options, path]),
    ...audio.flatMap(({ streamIndex, rungs }) =>
      rungs.flatMap(({ name, kilobits }) => [
        ...['-map', `0:${streamIndex}`, '-c:a', 'aac', '-b:a', `${kilobits}k`, '-ac', '2', '-ar', '48000'],
        `${name}.mp4`,
      ]),
    ),
  ]
}

/** The output frame rate, one picture for each rung, each scaled from the full one, as [v0], [v1] … */
function ladderFilter({ streamIndex, frameRate, rungs }: VideoPlan): string {
  const split = rungs.map((_, index) => `[s${index}]`).join('')
  return [
    `[0:${streamIndex}]fps=${frameRate.num}/${frameRate.den},split=${rungs.length}${split}`,
    ...rungs.map(
      ({ width, height, halfRate }, index) =>
        `[s${index}]${halfRate ? 'framestep=2,' : ''}scale=${width}:${height}:flags=bicubic,format=yuv420p[v${index}]`,
    ),
  ].join(';')
}
