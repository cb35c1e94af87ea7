import { boxesIn, childOf, fullBox, viewOf, type Box } from './boxes.ts'
import type { Track } from './initialization.ts'

export type Fragment = {
  trackId: number
  /** Ticks; undefined when the fragment does not say. */
  decodeTime: number | undefined
  duration: number
  samples: number
  startsWithSync: boolean
  /** The first sample that is shown, and the first that is stored, in ticks after the decode time. */
  firstShown: number
  firstComposition: number
  /** Where the first sample's bytes are, from the start of the segment. */
  firstSample: { offset: number; length: number }
  /** Offsets count from the fragment itself. */
  isRelative: boolean
}
/** What the bytes of one media segment hold. */
export type SegmentMedia = {
  received: number
  boxes: readonly string[]
  /** The last box ends where the bytes end. */
  isWhole: boolean
  fragments: readonly Fragment[]
  /** The first picture is an IDR picture; undefined when that cannot be told of the codec. */
  startsWithIdr: boolean | undefined
}

/** Reads the fragments of a segment, by what its track's initialization leaves to them. */
export function readSegment(content: Uint8Array, track: Track | undefined): SegmentMedia {
  const bytes = viewOf(content)
  const boxes = boxesIn(bytes)
  const fragments = boxes
    .filter(({ type, isCut }) => type === 'moof' && !isCut)
    .flatMap((moof) => readFragment(bytes, moof, track))
  const [first] = fragments
  const nal = track?.nalLengthBytes
  return {
    received: content.byteLength,
    boxes: boxes.map(({ type }) => type),
    isWhole: boxes.every(({ isCut }) => !isCut),
    fragments,
    startsWithIdr: first && nal ? holdsIdr(bytes, first.firstSample, nal) : undefined,
  }
}

function readFragment(bytes: DataView, moof: Box, track: Track | undefined): Fragment[] {
  const traf = childOf(bytes, moof, 'traf')
  const tfhd = childOf(bytes, traf, 'tfhd')
  if (!traf || !tfhd) return []
  const header = readHeader(bytes, tfhd, track)
  const tfdt = childOf(bytes, traf, 'tfdt')
  const fragment: Fragment = {
    trackId: header.trackId,
    decodeTime: tfdt ? decodeTimeOf(bytes, tfdt) : undefined,
    duration: 0,
    samples: 0,
    startsWithSync: false,
    firstShown: Infinity,
    firstComposition: 0,
    firstSample: { offset: moof.end + 8, length: 0 },
    isRelative: header.isRelative,
  }
  for (const box of boxesIn(bytes, traf.body, traf.end))
    if (box.type === 'trun') addRun(bytes, box, moof, header, fragment)
  return [fragment]
}

type Header = { trackId: number; isRelative: boolean; duration: number; size: number; flags: number }

function readHeader(bytes: DataView, tfhd: Box, track: Track | undefined): Header {
  const { flags } = fullBox(bytes, tfhd)
  let at = tfhd.body + 8 + (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0)
  const field = (flag: number, otherwise: number) => {
    if ((flags & flag) === 0) return otherwise
    at += 4
    return bytes.getUint32(at - 4)
  }
  return {
    trackId: bytes.getUint32(tfhd.body + 4),
    isRelative: (flags & 0x1) === 0 && (flags & 0x20000) !== 0,
    duration: field(0x8, track?.defaults?.duration ?? 0),
    size: field(0x10, track?.defaults?.size ?? 0),
    flags: field(0x20, track?.defaults?.flags ?? 0),
  }
}

function decodeTimeOf(bytes: DataView, tfdt: Box): number {
  return fullBox(bytes, tfdt).version === 1
    ? Number(bytes.getBigUint64(tfdt.body + 4))
    : bytes.getUint32(tfdt.body + 4)
}

const isSync = (flags: number) => (flags & 0x10000) === 0

function addRun(bytes: DataView, trun: Box, moof: Box, header: Header, fragment: Fragment): void {
  const { version, flags } = fullBox(bytes, trun)
  let at = trun.body + 8
  const next = (flag: number) => {
    if ((flags & flag) === 0) return undefined
    at += 4
    return at - 4
  }
  const dataOffset = next(0x1)
  const firstFlags = next(0x4)
  for (let left = bytes.getUint32(trun.body + 4); left > 0; left--) {
    const [duration, size, own, offset] = [next(0x100), next(0x200), next(0x400), next(0x800)]
    const composition =
      offset === undefined ? 0 : version === 0 ? bytes.getUint32(offset) : bytes.getInt32(offset)
    if (fragment.samples === 0) {
      const stated = own ?? firstFlags
      fragment.startsWithSync = isSync(stated === undefined ? header.flags : bytes.getUint32(stated))
      fragment.firstComposition = composition
      fragment.firstSample = {
        offset: dataOffset === undefined ? moof.end + 8 : moof.start + bytes.getInt32(dataOffset),
        length: size === undefined ? header.size : bytes.getUint32(size),
      }
    }
    fragment.firstShown = Math.min(fragment.firstShown, fragment.duration + composition)
    fragment.duration += duration === undefined ? header.duration : bytes.getUint32(duration)
    fragment.samples++
  }
}

/** ISO/IEC 14496-15: NAL units, each after its length. Type 5 is a slice of an IDR picture. */
function holdsIdr(
  bytes: DataView,
  { offset, length }: Fragment['firstSample'],
  lengthBytes: number,
): boolean {
  const end = Math.min(offset + length, bytes.byteLength)
  for (let at = offset; at + lengthBytes < end;) {
    let size = 0
    for (let index = 0; index < lengthBytes; index++) size = size * 256 + bytes.getUint8(at + index)
    at += lengthBytes
    if ((bytes.getUint8(at) & 0x1f) === 5) return true
    at += size
  }
  return false
}
