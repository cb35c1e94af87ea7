import type { Actor, ActorTx, AsActor } from '#db/actor.ts'
import { masterPlaylist, mediaPlaylist } from '#domain/transcode/package/playlist.ts'
import type { Needs } from '#platform/needs.ts'
import { notFound, Refusal } from '#platform/refusal.ts'
import { decideAccess } from './decide-access.ts'
import {
  findPostFacts,
  playbackSource,
  segmentsOf,
  type PlayableRendition,
  type PostFacts,
} from './queries.ts'
import { qualitiesOf, type Access } from './rules.ts'
import { signPlayback, type SignedLink } from './signed-playback.ts'

export type PlaybackNeeds = Pick<Needs, 'storage' | 'env' | 'clock'> & {
  readonly asActor: AsActor
  readonly actor: Actor
}

export type Stream = {
  /** When the first of the links dies. */
  readonly expiresAt: Date
  readonly quality: string[]
  readonly renditions: Record<string, SignedLink>
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

/** Fresh links to every rendition of a post. Refuses like `requireAccess`, and with nothing_to_stream or not_ready. */
export async function openStream(needs: PlaybackNeeds, contentId: string): Promise<Stream> {
  const { access, renditions } = await readSource(needs, contentId)
  const links = await Promise.all(
    renditions.map(
      async (rendition) => [rendition.name, await signPlayback(needs, access, rendition)] as const,
    ),
  )
  const expiresAt = new Date(Math.min(...links.map(([, link]) => link.expiresAt.getTime())))
  return { expiresAt, quality: qualitiesOf(renditions), renditions: Object.fromEntries(links) }
}

/** The master playlist of a post for the actor. Media playlists stand beside it under the renditions' names. Refuses like `openStream`. */
export async function renderMaster(needs: PlaybackNeeds, contentId: string): Promise<string> {
  const { renditions } = await readSource(needs, contentId)
  return masterPlaylist(renditions.map(forPlaylist), ({ name }) => `${encodeURIComponent(name)}.m3u8`)
}

/** The media playlist of one rendition, its addresses signed for the actor. Refuses like `openStream`. */
export async function renderMedia(needs: PlaybackNeeds, contentId: string, name: string): Promise<string> {
  const { asActor, actor } = needs
  const { access, found } = await asActor(
    actor,
    async (tx) => ({
      access: await requireAccess(tx, actor, contentId),
      found: await segmentsOf(tx, contentId, name),
    }),
    'read',
  )
  if (!found) throw notFound('no_such_rendition')
  const { url } = await signPlayback(needs, access, found)
  const segments = found.segments.map(([offset, length, duration]) => ({ offset, length, duration }))
  return mediaPlaylist({ initBytes: found.initBytes, segments }, { initUrl: url, mediaUrl: url })
}

async function readSource({ asActor, actor }: PlaybackNeeds, contentId: string) {
  return asActor(
    actor,
    async (tx) => {
      const access = await requireAccess(tx, actor, contentId)
      const renditions = await playbackSource(tx, contentId)
      if (renditions.length === 0) throw whyNothing(await findPostFacts(tx, contentId))
      return { access, renditions }
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

const forPlaylist = (rendition: PlayableRendition) => ({
  ...rendition,
  width: rendition.width ?? 0,
  height: rendition.height ?? 0,
  frameRate: rendition.frameRate ?? 0,
  language: rendition.language ?? undefined,
  channels: rendition.channels ?? undefined,
})
