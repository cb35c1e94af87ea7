import { createHash } from 'node:crypto'
import { open as openFile, type FileHandle } from 'node:fs/promises'

import { boxesIn, find, firstEditOf, readBox, timescaleOf, type Box } from './mp4-boxes.ts'

/** One fragment of an fMP4 file: where its bytes lie, when it plays (in ticks of the track), its first sample's bytes. */
export type Fragment = {
  offset: number
  length: number
  decodeTime: number
  /** When its first picture is shown, in ticks from the film's zero: the edit list is taken into account. */
  shownAt: number
  duration: number
  samples: number
  /** Bytes from `offset` that hold the first sample, its headers included. */
  firstSampleLength: number
}

export type Mp4Index = {
  initBytes: number
  /** SHA-256 of the initialization bytes: files of one rendition share them, or each needs its own. */
  initHash: string
  timescale: number
  /** RFC 6381, such as `avc1.64001F` or `mp4a.40.2`. */
  codecs: string
  /** 0 for sound. */
  width: number
  height: number
  fragments: Fragment[]
  bytes: number
}

const maxHeaderBytes = 64 * 2 ** 20

/**
 * Reads where the fragments of a one-track fMP4 file lie (ISO/IEC 14496-12), without its media data: box headers, moov
 * and moof only. Throws when the file is not such a file.
 */
export async function readMp4Index(path: string): Promise<Mp4Index> {
  const file = await openFile(path)
  try {
    const { size: bytes } = await file.stat()
    let init: (InitFacts & { initBytes: number }) | undefined
    let current: Omit<Fragment, 'length'> | undefined
    const fragments: Fragment[] = []
    for (let at = 0; at + 8 <= bytes;) {
      const box = await boxAt(file, at, bytes)
      if (box.type === 'moov') init = { ...readInit(await bodyOf(file, box)), initBytes: box.end }
      else if (box.type === 'moof') {
        if (!init) throw new Error('This MP4 has a fragment ahead of its header')
        current = readFragment(await bodyOf(file, box), box, init)
      } else if (box.type === 'mdat' && current) {
        fragments.push({ ...current, length: box.end - current.offset })
        current = undefined
      }
      at = box.end
    }
    if (!init) throw new Error('This MP4 has no header')
    const { initBytes, timescale, codecs, width, height } = init
    const initHash = createHash('sha256')
      .update(await rangeOf(file, 0, initBytes))
      .digest('hex')
    return { initBytes, initHash, timescale, codecs, width, height, fragments, bytes }
  } finally {
    await file.close()
  }
}

async function boxAt(file: FileHandle, start: number, fileEnd: number): Promise<Box> {
  const header = Buffer.alloc(16)
  const { bytesRead } = await file.read(header, 0, 16, start)
  const box = readBox(header.subarray(0, bytesRead), 0, fileEnd - start)
  return { type: box.type, start, body: start + box.body, end: start + box.end }
}

async function bodyOf(file: FileHandle, { body, end }: Box): Promise<Buffer> {
  if (end - body > maxHeaderBytes) throw new Error('This MP4 has a header of an unlikely size')
  return rangeOf(file, body, end)
}

async function rangeOf(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const buffer = Buffer.alloc(to - from)
  await file.read(buffer, 0, buffer.length, from)
  return buffer
}

type InitFacts = Pick<Mp4Index, 'timescale' | 'codecs' | 'width' | 'height'> & {
  sampleDuration: number
  sampleSize: number
  /** Ticks of the track before the film's zero. */
  mediaTime: number
}

function readInit(moov: Buffer): InitFacts {
  const trak = find(moov, 'trak')
  const trex = find(moov, 'mvex', 'trex').body
  const stsd = find(moov, 'trak', 'mdia', 'minf', 'stbl', 'stsd')
  return {
    timescale: timescaleOf(moov, find(moov, 'trak', 'mdia', 'mdhd')),
    mediaTime: firstEditOf(moov, trak)?.mediaTime ?? 0,
    sampleDuration: moov.readUInt32BE(trex + 12),
    sampleSize: moov.readUInt32BE(trex + 16),
    ...readSampleEntry(moov.subarray(stsd.body + 8, stsd.end)),
  }
}

/** Codec and picture size: `avc1` carries its profile in avcC, `mp4a` its object type in esds. */
function readSampleEntry(stsd: Buffer): Pick<Mp4Index, 'codecs' | 'width' | 'height'> {
  const entry = readBox(stsd, 0, stsd.length)
  if (entry.type === 'avc1') {
    const children = stsd.subarray(entry.body + 78, entry.end)
    const avcC = find(children, 'avcC').body
    const profile = children.toString('hex', avcC + 1, avcC + 4).toUpperCase()
    return {
      codecs: `avc1.${profile}`,
      width: stsd.readUInt16BE(entry.body + 24),
      height: stsd.readUInt16BE(entry.body + 26),
    }
  }
  if (entry.type === 'mp4a')
    return { codecs: readAudioCodec(stsd.subarray(entry.body + 28, entry.end)), width: 0, height: 0 }
  if (entry.type === 'av01') return readAv1Entry(stsd, entry)
  throw new Error(`This MP4 holds ${entry.type}, which we do not make`)
}

/** `av01.P.LLT.DD` of the AV1 codec configuration box (AV1-ISOBMFF, 2.3 and 5). */
function readAv1Entry(stsd: Buffer, entry: Box): Pick<Mp4Index, 'codecs' | 'width' | 'height'> {
  const children = stsd.subarray(entry.body + 78, entry.end)
  const av1C = find(children, 'av1C').body
  const [level = 0, depth = 0] = children.subarray(av1C + 1, av1C + 3)
  const bits = depth & 0x40 ? (depth & 0x20 ? 12 : 10) : 8
  const two = (value: number) => String(value).padStart(2, '0')
  return {
    codecs: `av01.${level >> 5}.${two(level & 0x1f)}${depth & 0x80 ? 'H' : 'M'}.${two(bits)}`,
    width: stsd.readUInt16BE(entry.body + 24),
    height: stsd.readUInt16BE(entry.body + 26),
  }
}

/** Descriptors of ISO/IEC 14496-1: 3 holds 4 (object type), 4 holds 5 (the decoder's own settings). */
function readAudioCodec(children: Buffer): string {
  const esds = find(children, 'esds')
  const descriptor = (at: number) => {
    let body = at + 1
    while ((children[body] ?? 0) & 0x80) body++
    return { tag: children[at], body: body + 1 }
  }
  const stream = descriptor(esds.body + 4)
  const decoder = descriptor(stream.body + 3)
  const settings = descriptor(decoder.body + 13)
  if (stream.tag !== 3 || decoder.tag !== 4 || settings.tag !== 5)
    throw new Error('This MP4 describes its sound in an unknown way')
  return `mp4a.${(children[decoder.body] ?? 0).toString(16)}.${(children[settings.body] ?? 0) >> 3}`
}

function readFragment(moof: Buffer, box: Box, init: InitFacts): Omit<Fragment, 'length'> {
  const headerBytes = box.body - box.start
  const traf = find(moof, 'traf')
  const tfhd = find(moof, 'traf', 'tfhd').body
  const tfhdFlags = moof.readUInt32BE(tfhd) & 0xffffff
  let at = tfhd + 8 + (tfhdFlags & 0x1 ? 8 : 0) + (tfhdFlags & 0x2 ? 4 : 0)
  const next = () => moof.readUInt32BE((at += 4) - 4)
  const defaultDuration = tfhdFlags & 0x8 ? next() : init.sampleDuration
  const defaultSize = tfhdFlags & 0x10 ? next() : init.sampleSize
  const tfdt = find(moof, 'traf', 'tfdt').body
  const decodeTime = moof[tfdt] === 1 ? Number(moof.readBigUInt64BE(tfdt + 4)) : moof.readUInt32BE(tfdt + 4)
  const fragment = { offset: box.start, decodeTime, duration: 0, samples: 0, firstSampleLength: 0 }
  let shownAt = Infinity
  for (const { type, body } of boxesIn(moof, traf.body, traf.end)) {
    if (type !== 'trun') continue
    const flags = moof.readUInt32BE(body) & 0xffffff
    const count = moof.readUInt32BE(body + 4)
    at = body + 8
    const dataOffset = flags & 0x1 ? next() : moof.length + headerBytes + 8
    if (flags & 0x4) at += 4
    for (let sample = 0; sample < count; sample++) {
      const duration = flags & 0x100 ? next() : defaultDuration
      const size = flags & 0x200 ? next() : defaultSize
      if (flags & 0x400) at += 4
      const shift = flags & 0x800 ? next() | 0 : 0
      shownAt = Math.min(shownAt, decodeTime + fragment.duration + shift - init.mediaTime)
      if (fragment.samples === 0) fragment.firstSampleLength = dataOffset + size
      fragment.duration += duration
      fragment.samples++
    }
  }
  return { ...fragment, shownAt }
}
