import { spawn } from 'node:child_process'
import { z } from '../schema.ts'
import { FfmpegFailure } from './failure.ts'
import { defaultMemoryBytes, guardArguments, guardShell, killGroup, splitTimes } from './guard.ts'
import { describeInput, type MediaInput } from './input.ts'
import { sandboxed } from './sandbox.ts'

const number = z.coerce.number().optional().catch(undefined)
const flag = z.coerce.boolean().catch(false)
const tags = z.record(z.string(), z.string()).catch({}).default({})

const probedStream = z.object({
  index: z.number(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  codec_tag_string: z.string().optional(),
  profile: z.string().optional().catch(undefined),
  color_range: z.string().optional(),
  sample_rate: number,
  width: number,
  height: number,
  pix_fmt: z.string().optional(),
  sample_aspect_ratio: z.string().optional(),
  field_order: z.string().optional(),
  color_transfer: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  r_frame_rate: z.string().optional(),
  start_time: number,
  duration: number,
  bit_rate: number,
  channels: number,
  disposition: z.object({ default: flag, attached_pic: flag }).partial().default({}),
  side_data_list: z.array(z.object({ rotation: number }).partial()).default([]),
  tags,
})

const probedPacket = z.object({
  stream_index: z.number(),
  side_data_list: z.array(z.object({ side_data_type: z.string().optional() })).default([]),
})

const probeSchema = z.object({
  format: z.object({
    format_name: z.string(),
    start_time: number,
    duration: number,
    size: number,
    bit_rate: number,
    probe_score: z.number().default(100),
    tags,
  }),
  streams: z.array(probedStream).default([]),
  /** The first few, of whichever stream. */
  packets: z.array(probedPacket).default([]),
})

/** What ffprobe says about an original. Times in seconds, rates in bit/s. */
export type Probe = z.infer<typeof probeSchema>
export type ProbedStream = z.infer<typeof probedStream>

const wallSeconds = 90
const firstPackets = ['-show_packets', '-read_intervals', '%+#4']

/** Asks ffprobe about an original. Throws `FfmpegFailure` when it cannot read it or takes longer than 90 s. */
export async function probeInput(
  ffprobePath: string,
  input: MediaInput,
  signal?: AbortSignal,
): Promise<Probe> {
  const { source, options, file } = describeInput(input)
  const ffprobe = await sandboxed(ffprobePath, file === undefined ? { network: true } : { files: [file] })
  const args = [
    '-v',
    'error',
    ...options,
    '-of',
    'json',
    '-show_format',
    '-show_streams',
    ...firstPackets,
    source,
  ]
  const limits = { cpuSeconds: wallSeconds, memoryBytes: defaultMemoryBytes(), fileBytes: 0 }
  const child = spawn(guardShell, guardArguments([...ffprobe, ...args], limits), { detached: true })
  let kind: FfmpegFailure['kind'] = 'failed'
  const stop = (why: FfmpegFailure['kind']) => {
    kind = why
    if (child.pid !== undefined) killGroup(child.pid)
  }
  const abort = () => stop('aborted')
  const timer = setTimeout(() => stop('timeout'), wallSeconds * 1000)
  signal?.addEventListener('abort', abort, { once: true })
  if (signal?.aborted) abort()
  try {
    const [stdout, stderr, exitCode] = await new Promise<[string, string, number | undefined]>(
      (resolve, reject) => {
        let out = ''
        let err = ''
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          out += text
          if (out.length > 8_000_000) stop('failed')
        })
        child.stderr.setEncoding('utf8').on('data', (text: string) => (err = (err + text).slice(-65_536)))
        child.on('error', reject)
        child.on('close', (code) => resolve([out, splitTimes(err)[0], code ?? undefined]))
      },
    )
    if (exitCode !== 0) throw new FfmpegFailure(kind, exitCode, stderr)
    return probeSchema.parse(JSON.parse(stdout))
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}
