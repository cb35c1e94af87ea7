/** What the engine says of a track: one picture with one sound. */
export type Track = {
  readonly id: number
  readonly active: boolean
  readonly width: number | null
  readonly height: number | null
  /** bit/s. */
  readonly bandwidth: number
  /** RFC 6381, as `avc1.640028`. */
  readonly videoCodec: string | null
  /** Of the sound. */
  readonly language: string
  /** Of the sound. */
  readonly label: string | null
}

/** One line of the quality menu. */
export type Quality = { readonly trackId: number; readonly label: string; readonly isActive: boolean }

/**
 * The qualities of a film, best first: by the short side of the picture, as portrait films are films; or by bit rate without
 * one. A quality that comes in several codecs or languages stands for the one that is like what plays now.
 */
export function qualitiesOf(tracks: readonly Track[]): Quality[] {
  const playing = tracks.find(({ active }) => active)
  const chosen = new Map<string, Track>()
  for (const track of tracks) {
    const label = qualityLabel(track)
    const known = chosen.get(label)
    if (!known || compareLikeness(track, known, playing) > 0) chosen.set(label, track)
  }
  return [...chosen]
    .sort(([, a], [, b]) => shortSide(b) - shortSide(a) || b.bandwidth - a.bandwidth)
    .map(([label, { id }]) => ({
      trackId: id,
      label,
      isActive: playing !== undefined && qualityLabel(playing) === label,
    }))
}

/** What a quality is called: “720p”, or “128 kbit/s” of a recording. */
export function qualityLabel(track: Track): string {
  const side = shortSide(track)
  return side ? `${side}p` : `${Math.round(track.bandwidth / 8000) * 8} kbit/s`
}

/** Whether two tracks are heard alike: in the same language, and by the same name. */
export const isSameSound = (a: Track, b: Track): boolean => a.language === b.language && a.label === b.label

/** Whether two pictures are coded alike, whatever the profile. */
export const isSameCodec = (a: Track, b: Track): boolean => codecOf(a) === codecOf(b)

function compareLikeness(a: Track, b: Track, playing: Track | undefined): number {
  const likeness = (track: Track) =>
    playing ? 2 * Number(isSameSound(track, playing)) + Number(isSameCodec(track, playing)) : 0
  return likeness(a) - likeness(b) || a.bandwidth - b.bandwidth
}

const shortSide = ({ width, height }: Track) => Math.min(width ?? 0, height ?? 0)
const codecOf = ({ videoCodec }: Track) => videoCodec?.split('.')[0]
