import type { VideoRung } from '#domain/transcode/plan/ladder.ts'
import type { VideoPlan } from '#domain/transcode/plan/plan.ts'
import { runBare } from './timed-command.ts'

/** How near a rung comes to its original: peak signal-to-noise ratio in dB, structural similarity of 0 to 1, over all planes. */
export type Quality = { psnr: number; ssim: number }

/**
 * Measures a rung at the full frame rate against the original that is scaled in the same way, picture by picture: the first
 * against the first, and so on.
 */
export async function qualityOf(
  made: string,
  film: string,
  { frameRate, streamIndex }: Pick<VideoPlan, 'frameRate' | 'streamIndex'>,
  { width, height }: VideoRung,
): Promise<Quality> {
  const numbered = `settb=1/1000,setpts=N,format=yuv420p,split`
  const filter = [
    `[0:v:0]${numbered}[made0][made1]`,
    `[1:${streamIndex}]fps=${frameRate.num}/${frameRate.den},scale=${width}:${height}:flags=bicubic,${numbered}[own0][own1]`,
    '[made0][own0]psnr=shortest=1[p]',
    '[made1][own1]ssim=shortest=1[s]',
  ].join(';')
  const { stderr } = await runBare(
    [
      ...['-v', 'info', '-nostats', '-i', made, '-i', film, '-filter_complex', filter],
      ...['-map', '[p]', '-f', 'null', '-', '-map', '[s]', '-f', 'null', '-'],
    ],
    process.cwd(),
  )
  return readQuality(stderr)
}

/** The last lines of ffmpeg's psnr and ssim filters. */
export function readQuality(stderr: string): Quality {
  const psnr = Number(/PSNR .*average:([\d.]+|inf)/.exec(stderr)?.[1]?.replace('inf', 'Infinity') ?? NaN)
  const ssim = Number(/SSIM .*All:([\d.]+)/.exec(stderr)?.[1] ?? NaN)
  if (Number.isNaN(psnr) || Number.isNaN(ssim))
    throw new Error(`ffmpeg did not say how good it is: ${stderr.slice(-1000)}`)
  return { psnr, ssim }
}
