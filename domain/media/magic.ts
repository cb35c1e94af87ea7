export type MediaKind =
  | 'mp4'
  | 'matroska'
  | 'mpegts'
  | 'mpegps'
  | 'avi'
  | 'flv'
  | 'asf'
  | 'mxf'
  | 'mp3'
  | 'aac'
  | 'ac3'
  | 'flac'
  | 'wav'
  | 'ogg'
  | 'aiff'
  | 'caf'
  | 'amr'

/** How many bytes from the start of a file `looksLikeMedia` wants to see. */
export const magicBytes = 4096

const text = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
const startsWith = (bytes: Uint8Array, ...start: number[]) =>
  start.every((byte, index) => bytes[index] === byte)

/** MPEG transport streams repeat a sync byte every 188 bytes (192 with time codes, 204 with error correction). */
function isTransportStream(bytes: Uint8Array): boolean {
  return [
    [0, 188],
    [4, 192],
    [0, 204],
  ].some(
    ([first = 0, step = 188]) =>
      bytes.length > first + 3 * step && [0, 1, 2, 3].every((n) => bytes[first + n * step] === 0x47),
  )
}

/** An MPEG audio or ADTS frame: eleven or twelve sync bits, then fields that may not hold
 * the forbidden values. Layer I counts as forbidden: nobody uses it, and UTF-16 text begins like it. */
function audioFrameKind(bytes: Uint8Array): MediaKind | undefined {
  const [sync, second = 0, third = 0] = bytes
  if (sync !== 0xff || (second & 0xe0) !== 0xe0 || bytes.length < 4) return undefined
  if ((second & 0xf6) === 0xf0) return (third & 0x3c) >> 2 < 13 ? 'aac' : undefined
  const forbidden =
    (second & 0x18) === 0x08 || [0, 6].includes(second & 0x06) || third >> 4 === 15 || (third & 0x0c) === 0x0c
  return forbidden ? undefined : 'mp3'
}

const boxes = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot', 'styp'])

/**
 * What kind of audio or video file these first bytes belong to, by their magic numbers; undefined when to none we take.
 * Says nothing about whether the rest of the file is whole.
 */
export function looksLikeMedia(firstBytes: Uint8Array): MediaKind | undefined {
  const bytes = firstBytes
  if (boxes.has(text(bytes, 4, 8))) return 'mp4'
  if (startsWith(bytes, 0x1a, 0x45, 0xdf, 0xa3)) return 'matroska'
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 11) === 'AVI') return 'avi'
  if (['RIFF', 'RF64', 'RIFX'].includes(text(bytes, 0, 4)) && text(bytes, 8, 12) === 'WAVE') return 'wav'
  if (text(bytes, 0, 4) === 'FORM' && text(bytes, 8, 11) === 'AIF') return 'aiff'
  if (text(bytes, 0, 4) === 'FLV\x01') return 'flv'
  if (text(bytes, 0, 3) === 'ID3') return 'mp3'
  if (text(bytes, 0, 4) === 'fLaC') return 'flac'
  if (text(bytes, 0, 4) === 'OggS') return 'ogg'
  if (text(bytes, 0, 4) === 'caff') return 'caf'
  if (text(bytes, 0, 5) === '#!AMR') return 'amr'
  if (startsWith(bytes, 0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11)) return 'asf'
  if (startsWith(bytes, 0x06, 0x0e, 0x2b, 0x34)) return 'mxf'
  if (startsWith(bytes, 0x00, 0x00, 0x01, 0xba)) return 'mpegps'
  if (startsWith(bytes, 0x0b, 0x77)) return 'ac3'
  if (isTransportStream(bytes)) return 'mpegts'
  return audioFrameKind(bytes)
}
