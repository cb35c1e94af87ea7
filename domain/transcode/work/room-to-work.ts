import { mkdir, readFile, statfs } from 'node:fs/promises'

/** Left free on the disk of the scratch folder, and in memory, whatever is done. */
const sparedDiskBytes = 2 ** 30
const sparedMemoryBytes = 384 * 2 ** 20

/**
 * Bytes that a new task may take in the scratch folder; 0 when the machine has no memory left for one. A task that does not
 * fit is left to another machine, or to a later moment.
 */
export async function roomToWork(scratchDir: string): Promise<number> {
  await mkdir(scratchDir, { recursive: true })
  const { bavail, bsize } = await statfs(scratchDir)
  if ((await availableMemory()) < sparedMemoryBytes) return 0
  return Math.max(0, bavail * bsize - sparedDiskBytes)
}

/** What the kernel says can be had without swapping; without limit where it does not say. */
async function availableMemory(): Promise<number> {
  const words = await readFile('/proc/meminfo', 'utf8').catch(() => '')
  const kilobytes = /MemAvailable:\s+(\d+) kB/.exec(words)?.[1]
  return kilobytes === undefined ? Infinity : Number(kilobytes) * 1024
}
