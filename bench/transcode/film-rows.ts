import { rowOf, type Contest, type Row } from '../harness.ts'
import type { FirstSegment } from './first-segment.ts'
import type { Quality } from './quality.ts'
import type { Cost } from './timed-command.ts'

/** What one round over all ways of making a film has taken. */
export type FilmRound = {
  /** The pipeline on a film that it encodes in every rung, and what its chunks and its sound took of that. */
  encoded: Cost & { chunkCpuSeconds: number; soundCpuSeconds: number }
  /** One ffmpeg for all rungs. */
  onePass: Cost
  /** One ffmpeg for each rung. */
  peertube: Cost
  /** The pipeline's own encode of the same film in one chunk. */
  uncutCpuSeconds: number
  /** Pictures of the chunked film that the uncut one does not have, or has elsewhere. */
  strayPictures: number
  /** The pipeline on a film whose picture and sound it copies. */
  copied: Cost & { readySeconds: number }
  /** One ffmpeg for each rung of that film. */
  peertubeOfCopied: Cost
  firstSegment: FirstSegment
}

/** How good a rung is, and how good the one-pass command's is. */
export type JudgedRung = { rung: string; way: 'ours' | 'peertube'; made: Quality; onePass: Quality }

/** One rung in H.264 and in AV1; CPU is that of all rungs of a kind. */
export type Av1Trial = Record<'h264' | 'av1', { bytes: number; cpuSeconds: number; quality: Quality }> & {
  rung: string
}

const startSeconds = 2

/** Seconds within which an original that is good enough is to be ready. */
const readyWithin = (durationSeconds: number) => startSeconds + 0.01 * durationSeconds

type Contestant = Contest & { of: (round: FilmRound) => readonly [ours: number, theirs: number] }

const pipeline = 'the pipeline'
const onePass = 'one ffmpeg for all rungs'
const peertube = "PeerTube's arguments, one ffmpeg for each rung"
const aim = 'what is aimed at'

const contests = (durationSeconds: number): Contestant[] => [
  {
    name: 'CPU / one pass',
    ours: pipeline,
    theirs: onePass,
    unit: 'CPU s',
    target: { atMost: 1.05 },
    of: ({ encoded, onePass }) => [encoded.cpuSeconds, onePass.cpuSeconds],
  },
  {
    name: `wall − ${startSeconds} s / one pass`,
    ours: `${pipeline}, less ${startSeconds} s`,
    theirs: onePass,
    unit: 's',
    target: { atMost: 1.1 },
    of: ({ encoded, onePass }) => [encoded.wallSeconds - startSeconds, onePass.wallSeconds],
  },
  {
    name: 'ready, copied / allowed',
    ours: 'from the start until the film can be played to its end',
    theirs: `${startSeconds} s and a hundredth of its length`,
    unit: 's',
    target: { atMost: 1 },
    of: ({ copied }) => [copied.readySeconds, readyWithin(durationSeconds)],
  },
  {
    name: 'first segment / 5 s',
    ours: 'plan and first chunk, in every rung, beside the sound',
    theirs: aim,
    unit: 's',
    target: { atMost: 1 },
    of: ({ firstSegment }) => [firstSegment.seconds, 5],
  },
  {
    name: 'first segment and all sound / 5 s',
    ours: 'the same, until the sound is there as well',
    theirs: aim,
    unit: 's',
    of: ({ firstSegment }) => [firstSegment.withSoundSeconds, 5],
  },
  {
    name: 'whole ladder / length',
    ours: pipeline,
    theirs: 'the length of the film',
    unit: 's',
    target: { atMost: 1.2 },
    of: ({ encoded }) => [encoded.wallSeconds, durationSeconds],
  },
  {
    name: 'CPU / PeerTube',
    ours: pipeline,
    theirs: peertube,
    unit: 'CPU s',
    target: { atMost: 0.72 },
    of: ({ encoded, peertube }) => [encoded.cpuSeconds, peertube.cpuSeconds],
  },
  {
    name: 'CPU, copied / PeerTube',
    ours: `${pipeline}, top rung copied`,
    theirs: peertube,
    unit: 'CPU s',
    target: { atMost: 0.55 },
    of: ({ copied, peertubeOfCopied }) => [copied.cpuSeconds, peertubeOfCopied.cpuSeconds],
  },
  {
    name: 'CPU, chunks / uncut',
    ours: 'all chunks',
    theirs: 'the film as one chunk',
    unit: 'CPU s',
    target: { atMost: 1.06 },
    of: ({ encoded, uncutCpuSeconds }) => [encoded.chunkCpuSeconds, uncutCpuSeconds],
  },
  {
    name: 'stray pictures, chunks − uncut',
    ours: 'missing, doubled or out of place, of all rungs',
    theirs: 'none',
    unit: 'pictures',
    by: 'difference',
    target: { atMost: 0 },
    of: ({ strayPictures }) => [strayPictures, 0],
  },
  {
    name: 'CPU with extras / one pass',
    ours: 'one chunk and the sound: poster, storyboard, waveform and loudness in the same passes',
    theirs: `${onePass}, without any of these`,
    unit: 'CPU s',
    target: { atMost: 1.02 },
    of: ({ uncutCpuSeconds, encoded, onePass }) => [
      uncutCpuSeconds + encoded.soundCpuSeconds,
      onePass.cpuSeconds,
    ],
  },
]

/** The rows of so many rounds over a film of this length. */
export function filmRows(rounds: readonly FilmRound[], durationSeconds: number): Row[] {
  return contests(durationSeconds).map(({ of, ...contest }) =>
    rowOf(
      contest,
      rounds.map((round) => {
        const [ours, theirs] = of(round)
        return { ours, theirs }
      }),
    ),
  )
}

/** Two rows for each rung that was judged: PSNR and SSIM. Only our own have a target. */
export function qualityRows(judged: readonly JudgedRung[]): Row[] {
  return judged.flatMap(({ rung, way, made, onePass: theirs }) => {
    const contest = (unit: 'dB' | 'SSIM', least: number): Contest => ({
      name: `${unit === 'dB' ? 'PSNR' : 'SSIM'}, ${way === 'ours' ? rung : `${rung} of PeerTube`} − one pass`,
      ours: way === 'ours' ? pipeline : peertube,
      theirs: onePass,
      unit,
      by: 'difference',
      target: way === 'ours' ? { atLeast: least } : undefined,
    })
    return [
      rowOf(contest('dB', -0.1), [{ ours: made.psnr, theirs: theirs.psnr }]),
      rowOf(contest('SSIM', -0.002), [{ ours: made.ssim, theirs: theirs.ssim }]),
    ]
  })
}

/** What AV1 saves and costs; without targets. */
export function av1Rows({ rung, h264, av1 }: Av1Trial): Row[] {
  const sides = { ours: 'AV1', theirs: 'H.264' }
  return [
    rowOf({ ...sides, name: `bytes, ${rung} in AV1 / in H.264`, unit: 'MB' }, [
      { ours: av1.bytes / 1e6, theirs: h264.bytes / 1e6 },
    ]),
    rowOf({ ...sides, name: `SSIM, ${rung} in AV1 − in H.264`, unit: 'SSIM', by: 'difference' }, [
      { ours: av1.quality.ssim, theirs: h264.quality.ssim },
    ]),
    rowOf({ ...sides, name: 'CPU, all of AV1 / of H.264', unit: 'CPU s' }, [
      { ours: av1.cpuSeconds, theirs: h264.cpuSeconds },
    ]),
  ]
}
