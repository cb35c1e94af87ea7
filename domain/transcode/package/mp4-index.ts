import { open as openFile, type FileHandle } from 'node:fs/promises'

type Box = { type: string; start: number; body: number; end: number }

/** One fragment of an fMP4 file: where its bytes lie, when it plays (in ticks of the track), its first sample's bytes. */
export type Fragment = {
  offset: number
  length: number
  decodeTime: number
  duration: number
  samples: number
  /** Bytes from `offset` that hold the first sample, its headers included. */
  firstSampleLength: number
}

export type Mp4Index = {
  initBytes: number
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
    return { initBytes, timescale, codecs, width, height, fragments, bytes }
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
  const buffer = Buffer.alloc(end - body)
  await file.read(buffer, 0, buffer.length, body)
  return buffer
}

function readBox(buffer: Buffer, start: number, limit: number): Box {
  let size = buffer.readUInt32BE(start)
  const type = buffer.toString('latin1', start + 4, start + 8)
  const body = start + (size === 1 ? 16 : 8)
  if (size === 1) size = Number(buffer.readBigUInt64BE(start + 8))
  if (size === 0) size = limit - start
  if (start + size < body || start + size > limit)
    throw new Error(`This MP4 is cut short inside its box ${type}`)
  return { type, start, body, end: start + size }
}

function* boxesIn(buffer: Buffer, from = 0, to = buffer.length): Generator<Box> {
  for (let at = from; at + 8 <= to;) {
    const box = readBox(buffer, at, to)
    yield box
    at = box.end
  }
}

/** The box at the end of a path of names, each the first of its name inside the one before. */
function find(buffer: Buffer, ...path: string[]): Box {
  const whole: Box = { type: '', start: 0, body: 0, end: buffer.length }
  return path.reduce((inside, type) => {
    for (const box of boxesIn(buffer, inside.body, inside.end)) if (box.type === type) return box
    throw new Error(`This MP4 has no box ${path.join('/')}`)
  }, whole)
}

type InitFacts = Pick<Mp4Index, 'timescale' | 'codecs' | 'width' | 'height'> & {
  sampleDuration: number
  sampleSize: number
}

function readInit(moov: Buffer): InitFacts {
  const mdhd = find(moov, 'trak', 'mdia', 'mdhd').body
  const trex = find(moov, 'mvex', 'trex').body
  const stsd = find(moov, 'trak', 'mdia', 'minf', 'stbl', 'stsd')
  return {
    timescale: moov.readUInt32BE(mdhd + (moov[mdhd] === 1 ? 20 : 12)),
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
  throw new Error(`This MP4 holds ${entry.type}, which we do not make`)
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
      at += (flags & 0x400 ? 4 : 0) + (flags & 0x800 ? 4 : 0)
      if (fragment.samples === 0) fragment.firstSampleLength = dataOffset + size
      fragment.duration += duration
      fragment.samples++
    }
  }
  return fragment
}
