import path from 'node:path'
import type { Ffmpeg, FfmpegRun, MediaInput, RunProgress } from '#platform/ffmpeg/ffmpeg.ts'
import type { AudioPlan, TranscodePlan, VideoPlan } from '../plan/plan.ts'

export type EncodedFile = { kind: 'video' | 'audio'; name: string; path: string }

export type EncodeOptions = {
  ffmpeg: Ffmpeg
  plan: TranscodePlan
  input: MediaInput
  /** An existing, empty folder of its own. */
  scratchDir: string
  signal?: AbortSignal
  onProgress?: (progress: RunProgress) => void
}

/** Pictures that the poster is chosen from, in the scratch folder. */
export const posterPattern = /^poster-\d+\.jpg$/

const stallSeconds = 180
const fragments = '+delay_moov+default_base_moof+skip_trailer'
const clean = ['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact', '-f', 'mp4']

/**
 * Makes every rung of the plan, the sound and the poster's candidates in one pass over the original: decoded once,
 * split, each rung scaled from the full picture. Writes one fragmented MP4 per rung. Throws `FfmpegFailure`.
 */
export async function encode(
  options: EncodeOptions,
): Promise<{ files: EncodedFile[]; stderr: string; cpuSeconds?: number }> {
  const { ffmpeg, plan, input, scratchDir, signal, onProgress } = options
  const canToneMap =
    plan.video?.toneMap !== undefined &&
    (await ffmpeg.hasFilter('zscale')) &&
    (await ffmpeg.hasFilter('tonemap'))
  const { files, ...command } = encodeCommand(plan, { canToneMap })
  const done = await ffmpeg.run({
    ...command,
    inputs: [{ media: input, options: ['-copyts', '-y'] }],
    cwd: scratchDir,
    limits: limitsFor(plan),
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
  })
  return { files: files.map((file) => ({ ...file, path: path.join(scratchDir, file.path) })), ...done }
}

/** The one-pass command of a plan, its input left out. Paths are relative to the scratch folder. */
export function encodeCommand(
  plan: TranscodePlan,
  { canToneMap }: { canToneMap: boolean },
): Pick<FfmpegRun, 'outputs'> & { filter: string; files: EncodedFile[] } {
  const chains: string[] = []
  const outputs: { path: string; options: string[] }[] = []
  const files: EncodedFile[] = []
  const { video, audio, zeroSeconds } = plan
  if (video) {
    chains.push(...pictureFilters(video, zeroSeconds, canToneMap))
    for (const [index, rung] of video.rungs.entries()) {
      const file = { kind: 'video', name: rung.name, path: `${rung.name}.mp4` } as const
      const gop = String(rung.halfRate ? video.gopFrames / 2 : video.gopFrames)
      files.push(file)
      outputs.push({
        path: file.path,
        options: [
          ...[
            '-map',
            `[v${index}]`,
            '-fps_mode',
            'passthrough',
            '-c:v',
            'libx264',
            '-preset',
            'veryfast',
            '-profile:v',
            'high',
          ],
          ...['-crf', '23', '-maxrate', `${rung.maxKilobits}k`, '-bufsize', `${rung.maxKilobits * 2}k`],
          ...['-g', gop, '-keyint_min', gop, '-sc_threshold', '0', '-x264-params', 'stitchable=1'],
          ...[
            '-video_track_timescale',
            String(video.timescale),
            '-movflags',
            `+frag_keyframe+frag_discont${fragments}`,
            ...clean,
          ],
        ],
      })
    }
    outputs.push({
      path: 'poster-%d.jpg',
      options: ['-map', '[poster]', '-fps_mode', 'passthrough', '-c:v', 'mjpeg', '-q:v', '3', '-f', 'image2'],
    })
  }
  if (audio) {
    chains.push(soundFilters(audio, zeroSeconds))
    for (const [index, rung] of audio.rungs.entries()) {
      const file = { kind: 'audio', name: rung.name, path: `${rung.name}.mp4` } as const
      files.push(file)
      outputs.push({
        path: file.path,
        options: [
          ...['-map', `[a${index}]`, '-c:a', 'aac', '-b:a', `${rung.kilobits}k`],
          ...['-movflags', fragments, '-frag_duration', '1000000', ...clean],
        ],
      })
    }
  }
  return { filter: chains.join(';'), outputs, files }
}

/** Film time from zero, a constant frame rate, then each rung from the full picture. */
function pictureFilters(video: VideoPlan, zeroSeconds: number, canToneMap: boolean): string[] {
  const { frameRate, poster, rungs } = video
  const common = [
    `[0:${video.streamIndex}]setpts='round(PTS-(${zeroSeconds.toFixed(6)})/TB)'`,
    ...(video.deinterlace ? ['bwdif=mode=send_frame:deint=interlaced'] : []),
    `fps=${frameRate.num}/${frameRate.den}:start_time=0`,
    'trim=start_pts=0',
    ...(video.toneMap ? toneMapFilters(video.toneMap, video, canToneMap) : []),
    `split=${rungs.length + 1}[poster0]${rungs.map((_, index) => `[s${index}]`).join('')}`,
  ].join(',')
  // A picture that was RGB carries its colour matrix as a label that is wrong once it is YUV.
  const colour = video.fromRgb ? ':out_color_matrix=bt709' : ''
  const label = video.fromRgb ? ',setparams=colorspace=bt709' : ''
  const scaled = rungs.map(
    ({ width, height, halfRate }, index) =>
      `[s${index}]${halfRate ? 'framestep=2,' : ''}scale=${width}:${height}:flags=bicubic${colour},setsar=1,format=yuv420p${label}[v${index}]`,
  )
  const { everyFrames, untilFrame } = poster
  const chosen = `select='lt(pts,${untilFrame})*eq(mod(pts,${everyFrames}),${Math.floor(everyFrames / 2)})'`
  return [
    common,
    `[poster0]${chosen},scale=${poster.width}:${poster.height}:flags=bicubic,setsar=1,format=yuvj420p[poster]`,
    ...scaled,
  ]
}

/**
 * High dynamic range to BT.709. Without zscale and tonemap in this build of ffmpeg only the colour matrix is
 * converted: the film plays, but looks pale.
 */
function toneMapFilters(curve: 'pq' | 'hlg', { rungs }: VideoPlan, canToneMap: boolean): string[] {
  const size = rungs[0] ? `w=${rungs[0].width}:h=${rungs[0].height}:` : ''
  if (!canToneMap)
    return ['scale=in_color_matrix=bt2020:out_color_matrix=bt709', 'format=yuv420p', bt709Label]
  const transfer = curve === 'pq' ? 'smpte2084' : 'arib-std-b67'
  return [
    `zscale=${size}tin=${transfer}:min=bt2020nc:pin=bt2020:t=linear:npl=203:p=bt709`,
    'format=gbrpf32le',
    'tonemap=tonemap=hable:desat=0',
    'zscale=t=bt709:m=bt709:p=bt709:r=tv',
    'format=yuv420p',
    bt709Label,
  ]
}
const bt709Label = 'setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709'

/** Film time from zero; gaps filled with silence; mixed down to stereo; once for every rung. */
function soundFilters({ streamIndex, rungs }: AudioPlan, zeroSeconds: number): string {
  const common = `[0:${streamIndex}]asetpts='round(PTS-(${zeroSeconds.toFixed(6)})/TB)',aresample=48000:async=1:first_pts=0,aformat=channel_layouts=stereo`
  return `${common},asplit=${rungs.length}${rungs.map((_, index) => `[a${index}]`).join('')}`
}

/** Generous: a slow machine finishes, an endless or poisoned original does not hold a worker for ever. */
function limitsFor(plan: TranscodePlan): FfmpegRun['limits'] {
  const seconds = plan.expectedSeconds ?? 3600
  const kilobits = Math.max(256, ...(plan.video?.rungs.map((rung) => rung.maxKilobits) ?? []))
  return {
    wallSeconds: 900 + seconds * 40,
    stallSeconds,
    fileBytes: 256 * 2 ** 20 + seconds * kilobits * 125 * 2,
  }
}
