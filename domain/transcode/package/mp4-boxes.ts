/** A box of ISO/IEC 14496-12 inside a buffer: where it starts, where its body starts, where it ends. */
export type Box = { type: string; start: number; body: number; end: number }

/** The box at `start`; throws when it does not end before `limit`. */
export function readBox(buffer: Buffer, start: number, limit: number): Box {
  let size = buffer.readUInt32BE(start)
  const type = buffer.toString('latin1', start + 4, start + 8)
  const body = start + (size === 1 ? 16 : 8)
  if (size === 1) size = Number(buffer.readBigUInt64BE(start + 8))
  if (size === 0) size = limit - start
  if (start + size < body || start + size > limit)
    throw new Error(`This MP4 is cut short inside its box ${type}`)
  return { type, start, body, end: start + size }
}

/** The boxes that follow each other from `from` to `to`. */
export function* boxesIn(buffer: Buffer, from = 0, to = buffer.length): Generator<Box> {
  for (let at = from; at + 8 <= to;) {
    const box = readBox(buffer, at, to)
    yield box
    at = box.end
  }
}

/** The first box of a type inside another; undefined when there is none. */
export function child(buffer: Buffer, inside: Pick<Box, 'body' | 'end'>, type: string): Box | undefined {
  for (const box of boxesIn(buffer, inside.body, inside.end)) if (box.type === type) return box
  return undefined
}

/** The box at the end of a path of names, each the first of its name inside the one before. Throws without one. */
export function find(buffer: Buffer, ...path: string[]): Box {
  const whole: Box = { type: '', start: 0, body: 0, end: buffer.length }
  return path.reduce((inside, type) => {
    const found = child(buffer, inside, type)
    if (!found) throw new Error(`This MP4 has no box ${path.join('/')}`)
    return found
  }, whole)
}

/** Ticks per second of a track, from its mdhd. */
export const timescaleOf = (buffer: Buffer, { body }: Pick<Box, 'body'>) =>
  buffer.readUInt32BE(body + (buffer[body] === 1 ? 20 : 12))

/** Where the first edit of a track's list (elst) begins in the track's own time, in ticks; undefined without a list. */
export function firstEditOf(buffer: Buffer, trak: Box): { mediaTime: number; edits: number } | undefined {
  const edts = child(buffer, trak, 'edts')
  const elst = edts && child(buffer, edts, 'elst')
  if (!elst) return undefined
  const edits = buffer.readUInt32BE(elst.body + 4)
  if (edits === 0) return undefined
  const mediaTime =
    buffer[elst.body] === 1
      ? Number(buffer.readBigInt64BE(elst.body + 16))
      : buffer.readInt32BE(elst.body + 12)
  return { mediaTime, edits }
}
