import type { Needs } from '#platform/needs.ts'
import type { Failure } from './failure.ts'

const linkSeconds = 6 * 3600

/** Where the original of a film lies. */
export const originalOf = ({ originalKey }: { originalKey: string }) =>
  ({ bucket: 'media', key: originalKey }) as const

/** An address to read an original from by byte ranges. Throws `OriginalMissing`. */
export async function linkOriginal(
  { storage }: Pick<Needs, 'storage'>,
  of: { originalKey: string },
): Promise<string> {
  if (!(await storage.head(originalOf(of)))) throw new OriginalMissing()
  return storage.signGet(originalOf(of), linkSeconds, 'process')
}

/** The original is not in storage: nothing can be made of it. */
export class OriginalMissing extends Error {
  readonly failure: Failure = {
    cause: 'our_fault',
    message: 'We cannot find the file you uploaded. Please upload it again.',
    detail: 'the original is not in storage',
  }
}
