/** A run of pictures, from `start` up to but without `end`; the last run of a film has no end. */
export type Chunk = { start: number; end: number | undefined }

/** About how long a chunk is. Short enough that little is lost with a worker, long enough that its head costs nothing. */
const chunkSeconds = 60
/** The first segment is a chunk of its own, so that there is something to see in seconds; not in a film this short. */
const rampFromSeconds = 20
/** A segment of a copied film begins at the first key frame so long after the one before. */
const copiedSegmentSeconds = 3.5

/**
 * Cuts a film into chunks at whole segments (two groups of pictures). A remainder of less than two segments goes into the
 * last. One chunk where the number of pictures is not known.
 */
export function cutChunks(
  frames: number | undefined,
  { gopFrames, perSecond }: { gopFrames: number; perSecond: number },
): Chunk[] {
  const segment = gopFrames * 2
  const length = segment * Math.max(1, Math.round((chunkSeconds * perSecond) / segment))
  if (frames === undefined || frames < rampFromSeconds * perSecond) return [{ start: 0, end: undefined }]
  const starts = [0, segment]
  for (let next = segment + length; next + 2 * segment <= frames; next += length) starts.push(next)
  return chunksFrom(starts)
}

/** Cuts a copied film into chunks at the starts of its segments. */
export function cutCopiedChunks(segmentStarts: readonly number[], perSecond: number): Chunk[] {
  const starts: number[] = []
  for (const start of segmentStarts) {
    const previous = starts.at(-1)
    if (previous === undefined || (start - previous) / perSecond >= chunkSeconds) starts.push(start)
  }
  return chunksFrom(starts)
}

/** Where the segments of a copied film begin: each at a key frame, three and a half seconds after the last at least. */
export function segmentStartsOf(keyFrames: readonly number[], perSecond: number): number[] {
  const starts: number[] = []
  for (const key of keyFrames) {
    const previous = starts.at(-1)
    if (previous === undefined || (key - previous) / perSecond >= copiedSegmentSeconds) starts.push(key)
  }
  return starts
}

const chunksFrom = (starts: readonly number[]): Chunk[] =>
  starts.map((start, index) => ({ start, end: starts[index + 1] }))
