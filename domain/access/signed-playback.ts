import type { Needs } from '#platform/needs.ts'
import type { PlayableRendition, RenditionSegments } from './queries.ts'
import { linkSeconds, type Access } from './rules.ts'

export type SignedLink = { readonly url: string; readonly expiresAt: Date }

/**
 * Signs an address of a rendition's file: the only place where links to paid bytes are made. Call it after the access
 * decision, with its answer: a link lives at most an hour, and never longer than the right.
 */
export async function signPlayback(
  { storage, env, clock }: Pick<Needs, 'storage' | 'env' | 'clock'>,
  access: Access,
  { key }: Pick<PlayableRendition | RenditionSegments, 'key'>,
): Promise<SignedLink> {
  if (!access.canWatch) throw new Error('a link to paid bytes was asked for without access')
  const now = clock.now()
  const seconds = linkSeconds(env.PLAYBACK_LINK_SECONDS, access, now)
  const url = await storage.signGet({ bucket: 'media', key }, seconds, 'browser')
  return { url, expiresAt: new Date(Math.floor(now.getTime() / 1000 + seconds) * 1000) }
}
