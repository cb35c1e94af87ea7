import { boxesIn, text, type Box } from './boxes.ts'

const hex = (value: number) => value.toString(16).padStart(2, '0').toUpperCase()
const decimal = (value: number) => value.toString().padStart(2, '0')

/** The name of a sample entry's codec by RFC 6381, as its configuration box has it: `avc1.64001F`, `av01.0.04M.08`, `mp4a.40.2`. */
export function codecName(bytes: DataView, entry: Box, configuration: readonly Box[]): string {
  const body = (type: string) => configuration.find((box) => box.type === type)?.body
  const [avcC, av1C, esds] = [body('avcC'), body('av1C'), configuration.find(({ type }) => type === 'esds')]
  if (avcC !== undefined)
    return `${entry.type}.${[1, 2, 3].map((at) => hex(bytes.getUint8(avcC + at))).join('')}`
  if (av1C !== undefined)
    return `${entry.type}.${av1Name(bytes.getUint8(av1C + 1), bytes.getUint8(av1C + 2))}`
  if (esds) return `${entry.type}.${mp4aName(bytes, esds)}`
  return entry.type
}

/** The boxes that follow the fixed fields of a video or sound sample entry. */
export function configurationOf(bytes: DataView, entry: Box, handler: string): Box[] {
  const fixed = handler === 'vide' ? 78 : handler === 'soun' ? 28 : undefined
  return fixed === undefined ? [] : boxesIn(bytes, entry.body + fixed, entry.end)
}

/** AV1-ISOBMFF, 2.3 and 5: profile, level and tier, bit depth. */
function av1Name(profileAndLevel: number, rest: number): string {
  const [profile, level] = [profileAndLevel >> 5, profileAndLevel & 0x1f]
  const isHigh = (rest & 0x40) !== 0
  const depth = isHigh ? (profile === 2 && (rest & 0x20) !== 0 ? 12 : 10) : 8
  return `${profile}.${decimal(level)}${(rest & 0x80) !== 0 ? 'H' : 'M'}.${decimal(depth)}`
}

/** ISO/IEC 14496-1, 7.2.6: the object type of the decoder, and of AAC the audio object type. */
function mp4aName(bytes: DataView, esds: Box): string {
  const { objectType, settings } = decoderOf(bytes, esds)
  if (settings === undefined) return objectType
  const type = bytes.getUint8(settings) >> 3
  return `${objectType}.${type === 31 ? 32 + (((bytes.getUint8(settings) & 7) << 3) | (bytes.getUint8(settings + 1) >> 5)) : type}`
}

/**
 * The channels of sound. Those of AAC are in its own settings (ISO/IEC 14496-3, 1.6.2.1): its sample entry says two, whatever
 * they are (ISO/IEC 14496-14, 5.6).
 */
export function channelsOf(bytes: DataView, entry: Box, configuration: readonly Box[]): number {
  const esds = configuration.find(({ type }) => type === 'esds')
  const settings = esds && decoderOf(bytes, esds).settings
  const kind = settings === undefined ? 0 : (bytes.getUint8(settings + 1) >> 3) & 15
  return kind === 7 ? 8 : kind || bytes.getUint16(entry.body + 16)
}

/** The object type of an elementary stream's decoder, and where its own settings begin. */
function decoderOf(bytes: DataView, esds: Box): { objectType: string; settings: number | undefined } {
  let at = esds.body + 4
  let objectType = ''
  while (at + 2 <= esds.end) {
    const tag = bytes.getUint8(at++)
    let length = 0
    for (let more = true; more && at < esds.end;) {
      const next = bytes.getUint8(at++)
      length = (length << 7) | (next & 0x7f)
      more = (next & 0x80) !== 0
    }
    if (tag === 3) at += 3
    else if (tag === 4) {
      objectType = bytes.getUint8(at).toString(16)
      at += 13
    } else if (tag === 5 && length > 0) return { objectType, settings: at }
    else at += length
  }
  return { objectType, settings: undefined }
}

/** Two names of one codec: the digits of a profile may be written in either case, and `av01` may go on beyond its bit depth. */
export function isSameCodec(declared: string, found: string): boolean {
  const [a, b] = [declared.toLowerCase(), found.toLowerCase()]
  return (
    a === b || (b.startsWith('av01.') && a.startsWith(`${b}.`)) || (!b.includes('.') && a.startsWith(`${b}.`))
  )
}

/** The kind of a codec, without its profile: `avc1`. */
export const familyOf = (codec: string) => codec.split('.', 1)[0] ?? codec
export const fourCharacters = (bytes: DataView, at: number) => text(bytes, at, 4)
