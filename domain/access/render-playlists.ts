import type { RenditionPart } from '#domain/transcode/package/assemble-film.ts'
import {
  keyFramePlaylist,
  masterPlaylist,
  mediaPlaylist,
  type PlaylistVariant,
} from '#domain/transcode/package/playlist.ts'
import { notFound } from '#platform/refusal.ts'
import type { PlayableRendition } from './queries.ts'
import type { SignedLink } from './signed-playback.ts'

const keyFramesEnding = '.keyframes'

/** Which playlist an address beside the master names: a rendition's segments, or its key frames. */
export function askedPlaylist(asked: string): { name: string; isKeyFrames: boolean } {
  const isKeyFrames = asked.endsWith(keyFramesEnding)
  return { name: isKeyFrames ? asked.slice(0, -keyFramesEnding.length) : asked, isKeyFrames }
}

/** A master playlist whose media playlists stand beside it under the renditions' names. */
export const renderMasterOf = (renditions: readonly PlaylistVariant[]): string =>
  masterPlaylist(renditions, {
    media: ({ name }) => `${encodeURIComponent(name)}.m3u8`,
    keyFrames: ({ name }) => `${encodeURIComponent(name)}${keyFramesEnding}.m3u8`,
  })

/** The playlist of a rendition's segments or key frames, each file's address signed. Refuses with not_found when there is none. */
export async function renderMediaOf(
  found: PlayableRendition | undefined,
  { isKeyFrames, isGrowing = false }: { isKeyFrames: boolean; isGrowing?: boolean },
  sign: (key: string) => Promise<SignedLink>,
): Promise<string> {
  if (!found || (isKeyFrames && !found.keyFrameBandwidth)) throw notFound('no_such_rendition')
  const links = new Map<RenditionPart, string>()
  for (const part of found.parts) links.set(part, (await sign(part.key)).url)
  const urlOf = (part: RenditionPart) => links.get(part) ?? ''
  return isKeyFrames ? keyFramePlaylist(found.parts, urlOf) : mediaPlaylist(found.parts, urlOf, { isGrowing })
}

/** A link to each file of some renditions: by the rendition's name, and a number from the second file on (`720p/1`). */
export async function linksTo(
  renditions: readonly PlayableRendition[],
  sign: (key: string) => Promise<SignedLink>,
): Promise<Record<string, SignedLink>> {
  const files = renditions.flatMap(({ name, parts }) =>
    parts.map(({ key }, part) => ({ key, name: part === 0 ? name : `${name}/${part}` })),
  )
  return Object.fromEntries(
    await Promise.all(files.map(async ({ name, key }) => [name, await sign(key)] as const)),
  )
}

/** When the first of some links dies. */
export const firstEndOf = (links: Readonly<Record<string, SignedLink>>): Date =>
  new Date(Math.min(...Object.values(links).map(({ expiresAt }) => expiresAt.getTime())))
