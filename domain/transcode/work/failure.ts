import type { FailureCause } from '#db/schema/media.ts'
import { errorInWords } from '#platform/log-errors.ts'

const keptDetail = 8000

/** Why a film failed, for those it concerns. */
export type Failure = {
  readonly cause: FailureCause
  /** What the creator is told. */
  readonly message: string
  /** For the owner of the platform only. */
  readonly detail: string
}

/** What is kept of an error or of what the tools said: its last words. */
export const detailOf = (error: unknown) => errorInWords(error).replaceAll('\0', '').slice(-keptDetail)
