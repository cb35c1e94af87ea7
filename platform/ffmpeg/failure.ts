export type FailureKind = 'failed' | 'stalled' | 'timeout' | 'aborted'

/** ffmpeg or ffprobe did not do what it was asked. `stderr` holds its last words (at most 64 kB). */
export class FfmpegFailure extends Error {
  readonly kind: FailureKind
  readonly exitCode: number | undefined
  readonly stderr: string

  constructor(kind: FailureKind, exitCode: number | undefined, stderr: string) {
    const lastLine = stderr.trim().split('\n').at(-1) ?? ''
    super(
      `ffmpeg ${kind}${exitCode === undefined ? '' : ` with code ${exitCode}`}${lastLine ? `: ${lastLine}` : ''}`,
    )
    this.name = 'FfmpegFailure'
    this.kind = kind
    this.exitCode = exitCode
    this.stderr = stderr
  }
}
