import { open } from 'node:fs/promises'
import type { MediaInput } from '#platform/ffmpeg/ffmpeg.ts'

const rangeNotSatisfiable = 416

/** At most `length` bytes of an original from `offset` on; fewer at its end. Throws when it cannot be read. */
export async function readOriginal(
  input: MediaInput,
  offset: number,
  length: number,
  signal?: AbortSignal,
): Promise<Buffer> {
  if ('url' in input) {
    const response = await fetch(input.url, {
      headers: { range: `bytes=${offset}-${offset + length - 1}` },
      ...(signal ? { signal } : {}),
    })
    // A storage answers 416 to a range that begins at or after the end.
    if (response.status === rangeNotSatisfiable) return Buffer.alloc(0)
    if (response.status !== 206) {
      await response.body?.cancel()
      throw new Error(`The original could not be read: ${response.status}`)
    }
    return Buffer.from(await response.arrayBuffer())
  }
  const file = await open(input.path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, offset)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
