import type { Ffmpeg, MediaInput } from '#platform/ffmpeg/ffmpeg.ts'
import type { TaskKind, TranscodePlan } from '../plan/plan.ts'
import { encodeChunk } from './encode-chunk.ts'
import { encodeSound } from './encode-sound.ts'
import { remuxOriginal } from './remux-original.ts'
import type { TaskOutput } from './task-output.ts'

/** The tasks that make something of the original itself. */
export type WorkKind = Exclude<TaskKind, 'finish'>

export type TaskWork = {
  ffmpeg: Ffmpeg
  plan: TranscodePlan
  task: { kind: WorkKind; position: number }
  input: MediaInput
  /** An existing, empty folder. */
  scratchDir: string
  signal?: AbortSignal | undefined
  /** 0 to 1. */
  onProgress?: ((share: number) => void) | undefined
}

/**
 * Does one task of a plan on one machine; its files are left in the scratch folder. Throws `TranscodeRefused` when the original
 * is to blame, `PlanUnfit` when it is to be planned anew, `FfmpegFailure` when another try may succeed.
 */
export function executeTask({ task, ...work }: TaskWork): Promise<TaskOutput> {
  switch (task.kind) {
    case 'copy':
      return remuxOriginal(work)
    case 'sound':
      return encodeSound(work)
    case 'chunk':
      return encodeChunk({ ...work, position: task.position, codec: 'h264' })
    case 'av1':
      return encodeChunk({ ...work, position: task.position, codec: 'av1' })
  }
}
