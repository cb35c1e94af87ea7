import type { Chunk } from '../plan/chunks.ts'
import type { VideoRung } from '../plan/ladder.ts'
import { sheet, type VideoPlan } from '../plan/plan.ts'

export type PictureFilters = {
  video: VideoPlan
  /** Seconds of the input's time at which the film begins. */
  zeroSeconds: number
  chunk: Chunk
  rungs: readonly VideoRung[]
  canToneMap: boolean
}

/**
 * Film time from zero, the chunk's pictures, then each rung from the full picture as [v0], [v1] …; with the poster's
 * candidates as [poster] where the chunk has any, and the seek bar's small pictures, in sheets, as [sheets].
 */
export function pictureFilters(filters: PictureFilters & { extras: boolean }): {
  chains: string[]
  hasPoster: boolean
} {
  const { video, chunk, rungs, extras } = filters
  const hasPoster = extras && chunk.start < video.poster.untilFrame
  const labels = [
    ...(hasPoster ? ['[poster0]'] : []),
    ...(extras ? ['[sheets0]'] : []),
    ...rungs.map((_, index) => `[s${index}]`),
  ]
  const source = [
    ...timing(filters),
    ...(video.toneMap ? toneMapFilters(filters) : []),
    `split=${labels.length}${labels.join('')}`,
  ].join(',')
  const scaled = rungs.map((rung, index) => `[s${index}]${scale(rung, video)}[v${index}]`)
  const { poster, storyboard } = video
  const number = numberOf(video)
  const candidate = `lt(${number},${poster.untilFrame})*eq(mod(${number},${poster.everyFrames}),${Math.floor(poster.everyFrames / 2)})`
  return {
    hasPoster,
    chains: [
      source,
      ...(hasPoster ? [`[poster0]select='${candidate}',${size(poster)},format=yuvj420p[poster]`] : []),
      ...(extras
        ? [
            `[sheets0]select='not(mod(${number},${storyboard.everyFrames}))',${size(storyboard)},format=yuvj420p,tile=${sheet.columns}x${sheet.rows}[sheets]`,
          ]
        : []),
      ...scaled,
    ],
  }
}

const size = ({ width, height }: { width: number; height: number }) =>
  `scale=${width}:${height}:flags=bicubic,setsar=1`

/** The number of a picture in the film, from its time. */
const numberOf = ({ frameRate }: VideoPlan) => `round(t*${frameRate.num}/${frameRate.den})`

function timing({ video, zeroSeconds, chunk }: PictureFilters): string[] {
  const { frameRate, heldFrames, copied, streamIndex, deinterlace } = video
  const start = `[0:${streamIndex}]setpts='round(PTS-(${zeroSeconds.toFixed(6)})/TB)'`
  // Pictures of a copied film keep the original's own times; half a picture of leeway on either side.
  if (copied) return [start, trim(chunk, (frame) => Math.round((frame - 0.5) * frameRate.den))]
  const hold = chunk.end === undefined && heldFrames > 0 ? [`tpad=stop_mode=clone:stop=${heldFrames}`] : []
  return [
    start,
    ...(deinterlace ? ['bwdif=mode=send_frame:deint=interlaced'] : []),
    // Only at the beginning of the film: elsewhere it would hide a missing head.
    `fps=${frameRate.num}/${frameRate.den}${chunk.start === 0 ? ':start_time=0' : ''}`,
    ...hold,
    trim(chunk, (frame) => frame),
  ]
}

function trim({ start, end }: Chunk, ticksOf: (frame: number) => number): string {
  return `trim=start_pts=${ticksOf(start)}${end === undefined ? '' : `:end_pts=${ticksOf(end)}`}`
}

function scale({ width, height, halfRate }: VideoRung, { fromRgb }: VideoPlan): string {
  // A picture that was RGB carries its colour matrix as a label that is wrong once it is YUV.
  const colour = fromRgb ? ':out_color_matrix=bt709' : ''
  const label = fromRgb ? ',setparams=colorspace=bt709' : ''
  return `${halfRate ? 'framestep=2,' : ''}scale=${width}:${height}:flags=bicubic${colour},setsar=1,format=yuv420p${label}`
}

/**
 * High dynamic range to BT.709. Without zscale and tonemap in this build of ffmpeg only the colour matrix is
 * converted: the film plays, but looks pale.
 */
function toneMapFilters({ video: { toneMap, rungs }, canToneMap }: PictureFilters): string[] {
  const largest = rungs[0] ? `w=${rungs[0].width}:h=${rungs[0].height}:` : ''
  if (!canToneMap)
    return ['scale=in_color_matrix=bt2020:out_color_matrix=bt709', 'format=yuv420p', bt709Label]
  const transfer = toneMap === 'pq' ? 'smpte2084' : 'arib-std-b67'
  return [
    `zscale=${largest}tin=${transfer}:min=bt2020nc:pin=bt2020:t=linear:npl=203:p=bt709`,
    'format=gbrpf32le',
    'tonemap=tonemap=hable:desat=0',
    'zscale=t=bt709:m=bt709:p=bt709:r=tv',
    'format=yuv420p',
    bt709Label,
  ]
}
const bt709Label = 'setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709'
