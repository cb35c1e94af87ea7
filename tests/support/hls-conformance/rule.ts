import type { Attributes } from './attributes.ts'
import type { MediaPlaylist, MediaSegment, Named, ReadPresentation } from './read-presentation.ts'

/** A sentence that a presentation has to make true, where it is written, and what speaks against it. */
export type Rule = { rule: string; source: string; check: (presentation: ReadPresentation) => string[] }

/** What is said of the items of which something is to be said. */
export const about = <T>(
  items: readonly T[],
  say: (item: T, index: number) => string | undefined | false,
): string[] => items.flatMap((item, index) => say(item, index) || [])

/** What is said of playlists, each with its name before it. */
export const ofEach = <P extends { name: string }>(
  playlists: readonly P[],
  say: (playlist: P) => readonly string[],
): string[] => playlists.flatMap((playlist) => say(playlist).map((problem) => `${playlist.name}: ${problem}`))

/** What is said of the segments of some playlists, each with its place before it. */
export const ofSegments = (
  playlists: readonly MediaPlaylist[],
  say: (segment: MediaSegment, playlist: MediaPlaylist) => string | undefined | false,
): string[] =>
  ofEach(playlists, (playlist) =>
    about(playlist.segments, (segment) => {
      const problem = say(segment, playlist)
      return problem && `segment ${segment.index}: ${problem}`
    }),
  )

/** What is said of tags of the master, each with its line before it. */
export const ofNamed = (
  all: readonly Named[],
  say: (attributes: Attributes, named: Named) => string | undefined | false,
): string[] =>
  about(all, (named) => {
    const problem = say(named.attributes, named)
    return problem && `master, line ${named.tag.line}: ${problem}`
  })

export const ofKind = ({ playlists }: ReadPresentation, ...kinds: MediaPlaylist['kind'][]) =>
  playlists.filter(({ kind }) => kinds.includes(kind))
export const ofTypes = ({ renditions }: ReadPresentation, ...types: string[]) =>
  renditions.filter(({ attributes }) => types.includes(attributes.get('TYPE')?.value ?? ''))
export const isVideo = ({ playlist }: Named) => playlist?.kind === 'video'
export const lacks = (attributes: Attributes, ...names: string[]): string | undefined => {
  const missing = names.filter((name) => !attributes.has(name))
  return missing.length > 0 ? `has no ${missing.join(', ')}` : undefined
}

/** Items that share a key, together. */
export function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): T[][] {
  const groups = new Map<K, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return [...groups.values()]
}
