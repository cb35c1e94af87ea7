import { boxAt, boxesIn, childOf, fullBox, viewOf, type Box } from './boxes.ts'
import { channelsOf, codecName, configurationOf, fourCharacters } from './codec-names.ts'

export type Track = {
  id: number
  /** `vide`, `soun`, … */
  handler: string
  /** Ticks a second. */
  timescale: number
  codec: string
  width: number
  height: number
  sampleRate: number
  channels: number
  /** How many bytes give the length of a NAL unit; undefined when the codec has none. */
  nalLengthBytes: number | undefined
  /** Of the track header, in ticks of the movie. */
  headerDuration: number
  /** Samples that the sample table itself describes. */
  tableSamples: number
  /** Seconds from a sample's composition time to when it is shown, by the edit list. */
  shift: number
  /** What fragments say nothing of (trex). */
  defaults: { duration: number; size: number; flags: number } | undefined
}
export type Initialization = {
  /** Where it is, for messages. */
  name: string
  topLevel: readonly string[]
  isCut: boolean
  brands: readonly string[]
  movieDuration: number
  tracks: readonly Track[]
  /** mvex comes after the last trak. */
  isExtendsLast: boolean
}

/** Reads a media initialization section: ftyp and moov. */
export function readInitialization(name: string, content: Uint8Array): Initialization {
  const bytes = viewOf(content)
  const top = boxesIn(bytes)
  const [ftyp, moov] = ['ftyp', 'moov'].map((type) => top.find((box) => box.type === type))
  const inMoov = moov ? boxesIn(bytes, moov.body, moov.end) : []
  const mvhd = inMoov.find(({ type }) => type === 'mvhd')
  const types = inMoov.map(({ type }) => type)
  return {
    name,
    topLevel: top.map(({ type }) => type),
    isCut: top.some(({ isCut }) => isCut),
    brands: ftyp ? brandsOf(bytes, ftyp) : [],
    movieDuration: mvhd ? timesOf(bytes, mvhd).duration : 0,
    tracks: inMoov.filter(({ type }) => type === 'trak').map((trak) => readTrack(bytes, trak, moov, mvhd)),
    isExtendsLast: types.includes('mvex') && types.indexOf('mvex') > types.lastIndexOf('trak'),
  }
}

function brandsOf(bytes: DataView, ftyp: Box): string[] {
  const count = Math.floor((ftyp.end - ftyp.body) / 4)
  const all = Array.from({ length: count }, (_, index) => fourCharacters(bytes, ftyp.body + index * 4))
  return all.filter((_, index) => index !== 1)
}

/** The timescale and duration of mvhd or mdhd. */
function timesOf(bytes: DataView, box: Box): { timescale: number; duration: number } {
  const isLong = fullBox(bytes, box).version === 1
  const at = box.body + (isLong ? 20 : 12)
  const duration = isLong ? Number(bytes.getBigUint64(at + 4)) : bytes.getUint32(at + 4)
  return { timescale: bytes.getUint32(at), duration }
}

function readTrack(bytes: DataView, trak: Box, moov: Box | undefined, mvhd: Box | undefined): Track {
  const tkhd = childOf(bytes, trak, 'tkhd')
  const header = tkhd ? readTrackHeader(bytes, tkhd) : { id: 0, headerDuration: 0 }
  const mdhd = boxAt(bytes, trak, 'mdia', 'mdhd')
  const hdlr = boxAt(bytes, trak, 'mdia', 'hdlr')
  const handler = hdlr ? fourCharacters(bytes, hdlr.body + 8) : ''
  const timescale = mdhd ? timesOf(bytes, mdhd).timescale : 1
  const stbl = boxAt(bytes, trak, 'mdia', 'minf', 'stbl')
  const elst = boxAt(bytes, trak, 'edts', 'elst')
  return {
    ...header,
    handler,
    timescale,
    ...readSampleEntry(bytes, childOf(bytes, stbl, 'stsd'), handler),
    tableSamples: tableSamples(bytes, stbl),
    shift: elst ? shiftOf(bytes, elst, timescale, mvhd ? timesOf(bytes, mvhd).timescale : 1) : 0,
    defaults: defaultsOf(bytes, childOf(bytes, moov, 'mvex'), header.id),
  }
}

function readTrackHeader(bytes: DataView, tkhd: Box): { id: number; headerDuration: number } {
  const isLong = fullBox(bytes, tkhd).version === 1
  const at = tkhd.body + (isLong ? 20 : 12)
  return {
    id: bytes.getUint32(at),
    headerDuration: isLong ? Number(bytes.getBigUint64(at + 8)) : bytes.getUint32(at + 8),
  }
}

function readSampleEntry(bytes: DataView, stsd: Box | undefined, handler: string) {
  const entry = stsd && boxesIn(bytes, stsd.body + 8, stsd.end)[0]
  if (!entry) return { codec: '', width: 0, height: 0, sampleRate: 0, channels: 0, nalLengthBytes: undefined }
  const configuration = configurationOf(bytes, entry, handler)
  const avcC = configuration.find(({ type }) => type === 'avcC')
  const [isVideo, isSound] = [handler === 'vide', handler === 'soun']
  return {
    codec: codecName(bytes, entry, configuration),
    width: isVideo ? bytes.getUint16(entry.body + 24) : 0,
    height: isVideo ? bytes.getUint16(entry.body + 26) : 0,
    channels: isSound ? channelsOf(bytes, entry, configuration) : 0,
    sampleRate: isSound ? bytes.getUint16(entry.body + 24) : 0,
    nalLengthBytes: avcC ? (bytes.getUint8(avcC.body + 4) & 3) + 1 : undefined,
  }
}

/** The highest count that a table of samples begins with. */
function tableSamples(bytes: DataView, stbl: Box | undefined): number {
  if (!stbl) return 0
  const counts = boxesIn(bytes, stbl.body, stbl.end).map(({ type, body }) => {
    if (type === 'stsz') return bytes.getUint32(body + 8)
    return ['stts', 'stsc', 'stco', 'co64', 'ctts', 'stss'].includes(type) ? bytes.getUint32(body + 4) : 0
  })
  return Math.max(0, ...counts)
}

/** ISO/IEC 14496-12, 8.6.6: an empty edit delays the track; the first other one says where in the media it begins. */
function shiftOf(bytes: DataView, elst: Box, timescale: number, movieTimescale: number): number {
  const isLong = fullBox(bytes, elst).version === 1
  let shift = 0
  for (let left = bytes.getUint32(elst.body + 4), at = elst.body + 8; left > 0; left--) {
    const length = isLong ? Number(bytes.getBigUint64(at)) : bytes.getUint32(at)
    const time = isLong ? Number(bytes.getBigInt64(at + 8)) : bytes.getInt32(at + 4)
    if (time >= 0) return shift - time / timescale
    shift += length / movieTimescale
    at += isLong ? 20 : 12
  }
  return shift
}

function defaultsOf(bytes: DataView, mvex: Box | undefined, id: number): Track['defaults'] {
  if (!mvex) return undefined
  const trex = boxesIn(bytes, mvex.body, mvex.end).find(
    ({ type, body }) => type === 'trex' && bytes.getUint32(body + 4) === id,
  )
  if (!trex) return undefined
  const [duration, size, flags] = [12, 16, 20].map((at) => bytes.getUint32(trex.body + at))
  return { duration: duration ?? 0, size: size ?? 0, flags: flags ?? 0 }
}
