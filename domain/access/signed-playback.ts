import type { Needs } from '#platform/needs.ts'
import { linkSeconds, type Access } from './rules.ts'

type SigningNeeds = Pick<Needs, 'storage' | 'env' | 'clock'>
export type SignedLink = { readonly url: string; readonly expiresAt: Date }

/**
 * Signs an address of a file in the media bucket: the only place where links to paid bytes are made. Call it after the access
 * decision, with its answer: a link lives at most an hour, and never longer than the right.
 */
export async function signPlayback(
  { storage, env, clock }: SigningNeeds,
  access: Access,
  key: string,
): Promise<SignedLink> {
  if (!access.canWatch) throw new Error('a link to paid bytes was asked for without access')
  return sign({ storage, env, clock }, key, access)
}

/** Signs an address of a preview's file, for whoever can see the post. */
export const signPreview = (needs: SigningNeeds, key: string): Promise<SignedLink> =>
  sign(needs, key, { expiresAt: null })

async function sign(
  { storage, env, clock }: SigningNeeds,
  key: string,
  right: Pick<Access, 'expiresAt'>,
): Promise<SignedLink> {
  const now = clock.now()
  const seconds = linkSeconds(env.PLAYBACK_LINK_SECONDS, right, now)
  const url = await storage.signGet({ bucket: 'media', key }, seconds, 'browser')
  return { url, expiresAt: new Date(Math.floor(now.getTime() / 1000 + seconds) * 1000) }
}
