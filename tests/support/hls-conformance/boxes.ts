/** A box of ISO/IEC 14496-12, by where its bytes are. */
export type Box = { type: string; start: number; body: number; end: number; isCut: boolean }

/** The boxes that lie side by side between two offsets. The last one is cut when it says that it goes on beyond them. */
export function boxesIn(bytes: DataView, from = 0, to = bytes.byteLength): Box[] {
  const boxes: Box[] = []
  for (let at = from; at < to;) {
    if (at + 8 > to) return [...boxes, { type: '', start: at, body: to, end: to, isCut: true }]
    const short = bytes.getUint32(at)
    const isLong = short === 1 && at + 16 <= to
    const size = short === 0 ? to - at : isLong ? Number(bytes.getBigUint64(at + 8)) : short
    const body = at + (isLong ? 16 : 8)
    const isCut = size < body - at || at + size > to
    boxes.push({ type: text(bytes, at + 4, 4), start: at, body, end: isCut ? to : at + size, isCut })
    if (isCut) return boxes
    at += size
  }
  return boxes
}

/** The first box of this type inside another. */
export const childOf = (bytes: DataView, parent: Box | undefined, type: string): Box | undefined =>
  parent && boxesIn(bytes, parent.body, parent.end).find((box) => box.type === type)

/** The first box at the end of this path of types inside another. */
export const boxAt = (bytes: DataView, parent: Box | undefined, ...path: string[]): Box | undefined =>
  path.reduce((box, type) => childOf(bytes, box, type), parent)

export const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

export function text(bytes: DataView, at: number, length: number): string {
  return String.fromCharCode(...new Uint8Array(bytes.buffer, bytes.byteOffset + at, length))
}

/** Version and flags of a full box. */
export const fullBox = (bytes: DataView, { body }: Box) => ({
  version: bytes.getUint8(body),
  flags: bytes.getUint32(body) & 0xffffff,
})
