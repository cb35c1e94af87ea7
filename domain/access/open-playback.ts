import type { Actor, ActorTx, AsActor } from '#db/actor.ts'
import { storyboardVtt } from '#domain/transcode/package/storyboard.ts'
import type { Needs } from '#platform/needs.ts'
import { notFound, Refusal } from '#platform/refusal.ts'
import { decideAccess } from './decide-access.ts'
import {
  downloadOf,
  extrasOf,
  findPostFacts,
  playbackSource,
  renditionOf,
  type Extras,
  type PostFacts,
  type Showing,
} from './queries.ts'
import { askedPlaylist, firstEndOf, linksTo, renderMasterOf, renderMediaOf } from './render-playlists.ts'
import { picturesOf, qualitiesOf, type Access, type Picture } from './rules.ts'
import { signPlayback, signPreview, type SignedLink } from './signed-playback.ts'

export type PlaybackNeeds = Pick<Needs, 'storage' | 'env' | 'clock'> & {
  readonly asActor: AsActor
  readonly actor: Actor
}

export type Stream = {
  /** When the first of the links dies. */
  readonly expiresAt: Date
  readonly quality: string[]
  /** A link to each file: by its rendition's name, and a number from the second file on (`720p/1`). */
  readonly renditions: Record<string, SignedLink>
  readonly pictures: Picture[]
  readonly hasStoryboard: boolean
  readonly waveform: SignedLink | undefined
  readonly loudness: Extras['loudness']
}

/** The access of somebody who may watch. Refuses with not_found, or not_authorized where the post can be seen but not watched. */
export async function requireAccess(tx: ActorTx, actor: Actor, contentId: string): Promise<Access> {
  const access = await decideAccess(tx, contentId)
  if (!access) throw notFound('no_such_content')
  if (access.canWatch) return access
  throw new Refusal(
    'forbidden',
    'not_authorized',
    actor.kind === 'guest' ? 'Sign in to watch this.' : 'You do not have access to this yet.',
  )
}

/** Fresh links to every file of a post's film. Refuses like `requireAccess`, and with nothing_to_stream or not_ready. */
export async function openStream(needs: PlaybackNeeds, contentId: string): Promise<Stream> {
  const { access, renditions, extras } = await readSource(needs, contentId)
  const links = await linksTo(renditions, (key) => signPlayback(needs, access, key))
  const waveformKey = extras?.waveformKey
  return {
    expiresAt: firstEndOf(links),
    quality: qualitiesOf(renditions),
    renditions: links,
    pictures: picturesOf(renditions),
    hasStoryboard: extras?.storyboard != null,
    waveform: waveformKey ? await signPlayback(needs, access, waveformKey) : undefined,
    loudness: extras?.loudness ?? null,
  }
}

/**
 * The master playlist of a post, or of its preview, for the actor. Media playlists stand beside it under the renditions'
 * names. Refuses like `openStream`; a preview with not_found alone.
 */
export async function renderMaster(
  needs: PlaybackNeeds,
  contentId: string,
  showing: Showing,
): Promise<string> {
  const renditions =
    showing === 'stream'
      ? (await readSource(needs, contentId)).renditions
      : await needs.asActor(needs.actor, (tx) => playbackSource(tx, contentId, 'preview'), 'read')
  if (renditions.length === 0) throw notFound('no_such_preview')
  return renderMasterOf(renditions)
}

/** The media playlist of one rendition, or that of its key frames, its addresses signed for the actor. Refuses like `renderMaster`. */
export async function renderMedia(
  needs: PlaybackNeeds,
  contentId: string,
  { showing, name: asked }: { showing: Showing; name: string },
): Promise<string> {
  const { asActor, actor } = needs
  const { name, isKeyFrames } = askedPlaylist(asked)
  const { access, found } = await asActor(
    actor,
    async (tx) => ({
      access: showing === 'stream' ? await requireAccess(tx, actor, contentId) : undefined,
      found: await renditionOf(tx, contentId, { showing, name }),
    }),
    'read',
  )
  return renderMediaOf(found, { isKeyFrames }, (key) =>
    access ? signPlayback(needs, access, key) : signPreview(needs, key),
  )
}

/** Where each small picture of a film is, as WebVTT with signed addresses. Refuses like `requireAccess`, and with not_found. */
export async function renderStoryboard(needs: PlaybackNeeds, contentId: string): Promise<string> {
  const { access, extras } = await readSource(needs, contentId)
  const storyboard = extras?.storyboard
  if (!storyboard) throw notFound('no_such_storyboard')
  const links = new Map<string, string>()
  for (const { key } of storyboard.sheets) links.set(key, (await signPlayback(needs, access, key)).url)
  return storyboardVtt(storyboard, (key) => links.get(key) ?? '')
}

/** A link to the MP4 of a post that may be kept. Refuses like `requireAccess`, and with not_found where there is none. */
export async function openDownload(needs: PlaybackNeeds, contentId: string): Promise<SignedLink> {
  const { asActor, actor } = needs
  const { access, found } = await asActor(
    actor,
    async (tx) => ({
      access: await requireAccess(tx, actor, contentId),
      found: await downloadOf(tx, contentId),
    }),
    'read',
  )
  if (!found) throw notFound('no_such_download')
  return signPlayback(needs, access, found.key)
}

async function readSource({ asActor, actor }: PlaybackNeeds, contentId: string) {
  return asActor(
    actor,
    async (tx) => {
      const access = await requireAccess(tx, actor, contentId)
      const renditions = await playbackSource(tx, contentId, 'stream')
      if (renditions.length === 0) throw whyNothing(await findPostFacts(tx, contentId))
      return { access, renditions, extras: await extrasOf(tx, contentId) }
    },
    'read',
  )
}

function whyNothing(post: PostFacts | undefined): Refusal {
  if (!post) return notFound('no_such_content')
  return post.contentType === 'written'
    ? new Refusal('conflict', 'nothing_to_stream', 'This is a written post: there is nothing to stream.')
    : new Refusal('conflict', 'not_ready', 'This is still being prepared. Try again in a few minutes.')
}
