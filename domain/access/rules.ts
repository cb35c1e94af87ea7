/** Why somebody may have a post, or may not: the words of `app.access_to`. */
export const accessReasons = [
  'staff',
  'purchased',
  'complimentary',
  'subscription',
  'public',
  'not_authorized',
] as const
export type AccessReason = (typeof accessReasons)[number]

/** The answer of the one access decision, with its reason. */
export type Access = {
  readonly canWatch: boolean
  readonly reason: AccessReason
  /** When the right ends by itself; null: not known to end. */
  readonly expiresAt: Date | null
}

/** The longest a link to paid bytes may live, in seconds. */
export const longestLinkSeconds = 3600

/** How long a link may live: what was asked for, at most an hour, and never longer than the right itself. Whole seconds. */
export function linkSeconds(asked: number, access: Pick<Access, 'expiresAt'>, now: Date): number {
  const left = access.expiresAt ? (access.expiresAt.getTime() - now.getTime()) / 1000 : Infinity
  return Math.max(1, Math.floor(Math.min(asked, longestLinkSeconds, left)))
}

type Rung = { readonly kind: 'video' | 'audio' | 'text'; readonly name: string; readonly bandwidth: number }

/** The names of what a viewer can choose between, smallest first: the pictures, or the sound where there is no picture. */
export function qualitiesOf(renditions: readonly Rung[]): string[] {
  const pictures = renditions.filter(({ kind }) => kind === 'video')
  const sounds = renditions.filter(({ kind }) => kind === 'audio')
  return [...(pictures.length > 0 ? pictures : sounds)]
    .sort((a, b) => a.bandwidth - b.bandwidth)
    .map(({ name }) => name)
}

/** What a player has to know of a picture to choose a codec. Bandwidth in bit/s. */
export type Picture = {
  /** RFC 6381, as `avc1.640028`. */
  readonly codecs: string
  readonly width: number
  readonly height: number
  readonly bandwidth: number
  readonly frameRate: number
}

/** The pictures among some renditions. */
export const picturesOf = (renditions: readonly (Rung & Picture)[]): Picture[] =>
  renditions
    .filter(({ kind }) => kind === 'video')
    .map(({ codecs, width, height, bandwidth, frameRate }) => ({
      codecs,
      width,
      height,
      bandwidth,
      frameRate,
    }))
