import { execFile } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const runFile = promisify(execFile)
const folder = path.join(os.tmpdir(), 'codex-test-media')
const ffmpegPath = process.env.FFMPEG_PATH ?? 'ffmpeg'

export type Clip = {
  seconds: number
  width?: number
  height?: number
  fps?: number | string
  /** Sound: a tone, or none. */
  audio?: boolean
  /** How the picture is stored. */
  codec?:
    | 'libx264'
    | 'libx264rgb'
    | 'libx265'
    | 'libvpx'
    | 'libvpx-vp9'
    | 'libsvtav1'
    | 'mpeg4'
    | 'mpeg2video'
    | 'wmv2'
    | 'flv'
    | 'none'
  /** The container, by its file ending. */
  container?:
    | 'mp4'
    | 'mov'
    | 'mkv'
    | 'webm'
    | 'ts'
    | 'mpg'
    | 'avi'
    | 'mp3'
    | 'flac'
    | 'wav'
    | 'ogg'
    | 'm4a'
    | 'aac'
    | 'flv'
    | 'wmv'
  /** Degrees that a player has to turn the picture by. */
  rotate?: 90 | 180 | 270
  /** Filters applied to the drawn picture. */
  filter?: string
  /** More output options. */
  options?: readonly string[]
}

const speeds: Partial<Record<NonNullable<Clip['codec']>, string[]>> = {
  libx264: ['-preset', 'ultrafast'],
  libx264rgb: ['-preset', 'ultrafast'],
  libx265: ['-preset', 'ultrafast', '-x265-params', 'log-level=error'],
  libvpx: ['-deadline', 'realtime', '-cpu-used', '8'],
  'libvpx-vp9': ['-deadline', 'realtime', '-cpu-used', '8'],
  libsvtav1: ['-preset', '12'],
}

/** Draws a moving test picture with a running clock and a tone. The file is kept for the next test that asks for the same. */
export async function drawClip(clip: Clip): Promise<string> {
  const {
    seconds,
    width = 320,
    height = 180,
    fps = 30,
    audio = true,
    container = 'mp4',
    rotate,
    filter,
    options = [],
  } = clip
  const codec = clip.codec ?? 'libx264'
  const picture = codec !== 'none'
  const inputs = [
    ...(picture
      ? ['-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=${fps}:duration=${seconds}`]
      : []),
    ...(audio ? ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`] : []),
  ]
  const speed = speeds[codec] ?? []
  const format = codec === 'libx264rgb' ? 'bgr24' : 'yuv420p'
  const encoding = picture
    ? ['-vf', [filter, `format=${format}`].filter(Boolean).join(','), '-c:v', codec, ...speed]
    : []
  const drawn = await drawFile(container, [...inputs, ...encoding, ...options])
  if (!rotate) return drawn
  return drawFile(
    container,
    ['-display_rotation', String(rotate), '-i', drawn, '-c', 'copy'],
    ['-i', drawn, '-c', 'copy', '-metadata:s:v', `rotate=${rotate}`],
  )
}

/** A film whose stored picture and sound are good enough to be streamed as they are: a key frame every two seconds, few bytes. */
export const drawStreamable = (clip: Pick<Clip, 'seconds' | 'width' | 'height'>): Promise<string> =>
  drawClip({
    ...clip,
    options: [
      ...['-preset', 'veryfast', '-profile:v', 'high', '-crf', '36', '-g', '60', '-sc_threshold', '0'],
      ...['-x264-params', 'open-gop=0', '-c:a', 'aac', '-b:a', '96k', '-shortest'],
    ],
  })

/** Makes a file by an ffmpeg command (its output left out), or finds it from an earlier time. */
export async function drawFile(
  ending: string,
  args: readonly string[],
  forOlderFfmpeg?: readonly string[],
): Promise<string> {
  return cached(ending, JSON.stringify(args), async (target) => {
    const draw = (with_: readonly string[]) =>
      runFile(ffmpegPath, ['-nostdin', '-v', 'error', '-y', ...with_, target])
    await draw(args).catch((error: unknown) => {
      if (!forOlderFfmpeg) throw error
      return draw(forOlderFfmpeg)
    })
  })
}

/** Makes a file by an ffmpeg command that writes into a pipe: it cannot go back and fill in what it learns at the end. */
export async function drawPiped(ending: string, format: string, args: readonly string[]): Promise<string> {
  return cached(ending, JSON.stringify(['pipe', format, args]), async (target) => {
    const { stdout } = await runFile(
      ffmpegPath,
      ['-nostdin', '-v', 'error', ...args, '-f', format, 'pipe:1'],
      { encoding: 'buffer', maxBuffer: 2 ** 28 },
    )
    await writeFile(target, stdout)
  })
}

/** A file that keeps only the first part of another's bytes. */
export async function truncated(file: string, share: number): Promise<string> {
  const bytes = await readFile(file)
  return writeMedia(path.extname(file).slice(1), bytes.subarray(0, Math.floor(bytes.length * share)))
}

/** A file with these bytes. */
export async function writeMedia(ending: string, bytes: Uint8Array | string): Promise<string> {
  const key = createHash('sha256').update(bytes).digest('hex')
  return cached(ending, key, (target) => writeFile(target, bytes))
}

async function cached(
  ending: string,
  key: string,
  make: (target: string) => Promise<unknown>,
): Promise<string> {
  const hash = createHash('sha256').update(`${key} ${ending}`).digest('hex').slice(0, 24)
  const file = path.join(folder, `${hash}.${ending}`)
  if (await stat(file).catch(() => undefined)) return file
  await mkdir(folder, { recursive: true })
  const unfinished = path.join(folder, `${randomUUID()}.${ending}`)
  await make(unfinished)
  await rename(unfinished, file)
  return file
}
