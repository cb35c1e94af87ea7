import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const ffmpegPath = process.env.FFMPEG_PATH ?? 'ffmpeg'
const ffprobePath = process.env.FFPROBE_PATH ?? 'ffprobe'
const maxBuffer = 2 ** 30

/** ffmpeg plays no WebVTT in HLS, and says so each time. */
const known = (stderr: string) => stderr.replaceAll(/^.*Can't support the subtitle\(uri.*\n/gm, '')

/** What a decoder finds in one stream of a file or playlist. */
export type Decoded = {
  frames: number
  /** What it had to say on the way: nothing, when all is well. */
  complaints: string
}

/** Decodes one stream to its end and counts what comes out. */
export async function decode(file: string, stream: string): Promise<Decoded> {
  const { stdout, stderr } = await run(
    ffprobePath,
    [
      ...['-v', 'warning', '-select_streams', stream, '-count_frames'],
      ...['-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0', file],
    ],
    { maxBuffer },
  )
  return { frames: Number(/\d+/.exec(stdout)?.[0] ?? 0), complaints: known(stderr) }
}

/** Reads a playlist from end to end with everything that it names, and answers what ffprobe and ffmpeg complain of. */
export async function complaintsAbout(master: string): Promise<string> {
  const probed = await run(ffprobePath, ['-v', 'warning', '-show_streams', master], { maxBuffer })
  const decoded = await run(
    ffmpegPath,
    [...['-nostdin', '-v', 'warning', '-i', master, '-map', '0:v?', '-map', '0:a?', '-f', 'null', '-']],
    { maxBuffer },
  )
  return known(probed.stderr + decoded.stderr)
}

/** How the colours of a picture are stored, in ffprobe's words. */
export async function coloursOf(file: string): Promise<Record<string, string>> {
  const { stdout } = await run(ffprobePath, [
    ...['-v', 'error', '-select_streams', 'v:0', '-of', 'json'],
    ...['-show_entries', 'stream=pix_fmt,color_space,color_transfer', file],
  ])
  const { streams } = JSON.parse(stdout) as { streams: Record<string, string>[] }
  return streams[0] ?? {}
}

/** Pictures as grey pixels of this size, one after the other, with their times in seconds. */
export async function picturesOf(
  file: string,
  {
    width,
    height,
    filter = '',
    stream = '0:v:0',
  }: { width: number; height: number; filter?: string; stream?: string },
): Promise<{ seconds: number; pixels: Buffer }[]> {
  const { stdout, stderr } = await run(
    ffmpegPath,
    [
      ...['-nostdin', '-v', 'info', '-copyts', '-i', file, '-map', stream, '-fps_mode', 'passthrough'],
      ...['-vf', `${filter}scale=${width}:${height}:flags=area,format=gray,showinfo=checksum=0`],
      ...['-f', 'rawvideo', '-'],
    ],
    { maxBuffer, encoding: 'buffer' },
  )
  const times = [...stderr.toString('latin1').matchAll(/ n: *\d+ pts: *\S+ pts_time:(\S+)/g)].map(
    ([, seconds]) => Number(seconds),
  )
  const size = width * height
  return times.map((seconds, index) => ({
    seconds,
    pixels: stdout.subarray(index * size, (index + 1) * size),
  }))
}

/** When sound sets in after at least half a second of silence, in seconds. */
export async function onsetsOf(file: string, stream = '0:a:0'): Promise<number[]> {
  const { stdout, stderr } = await run(
    ffmpegPath,
    [
      ...['-nostdin', '-v', 'info', '-copyts', '-i', file, '-map', stream],
      ...[
        '-af',
        'ashowinfo,aformat=channel_layouts=mono:sample_rates=48000:sample_fmts=s16',
        '-f',
        's16le',
        '-',
      ],
    ],
    { maxBuffer, encoding: 'buffer' },
  )
  const first = Number(/ n:0 .*?pts_time:(\S+)/.exec(stderr.toString('latin1'))?.[1] ?? 0)
  const onsets: number[] = []
  let silentFrom = -1e9
  for (let sample = 0; sample < stdout.length / 2; sample++) {
    if (Math.abs(stdout.readInt16LE(sample * 2)) < 6000) continue
    if (sample - silentFrom > 24_000) onsets.push(first + sample / 48_000)
    silentFrom = sample
  }
  return onsets
}
