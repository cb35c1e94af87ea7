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
  let at = esds.body + 4
  let name = ''
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
      name = bytes.getUint8(at).toString(16)
      at += 13
    } else if (tag === 5 && length > 0) {
      const type = bytes.getUint8(at) >> 3
      return `${name}.${type === 31 ? 32 + (((bytes.getUint8(at) & 7) << 3) | (bytes.getUint8(at + 1) >> 5)) : type}`
    } else at += length
  }
  return name
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
