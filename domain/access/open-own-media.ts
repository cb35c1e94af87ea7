import { sql } from 'drizzle-orm'
import type { ActorTx } from '#db/actor.ts'
import { notFound, Refusal } from '#platform/refusal.ts'
import type { PlaybackNeeds } from './open-playback.ts'
import { growingSource, mediaSource, type PlayableRendition } from './queries.ts'
import { askedPlaylist, firstEndOf, linksTo, renderMasterOf, renderMediaOf } from './render-playlists.ts'
import { picturesOf, type Access, type Picture } from './rules.ts'
import { signPlayback, type SignedLink } from './signed-playback.ts'

type OwnMedia = { access: Access; renditions: readonly PlayableRendition[]; isGrowing: boolean }

/**
 * Playlists of a film on its own, for its creator: the whole of it, or as much as there is while it is being made. Refuses
 * with not_found for anybody else, and with not_ready while there is nothing to see.
 */
export async function renderOwnMaster(needs: PlaybackNeeds, mediaId: string): Promise<string> {
  return renderMasterOf((await readOwn(needs, mediaId)).renditions)
}

/** The media playlist of one rendition of such a film. Refuses like `renderOwnMaster`. */
export async function renderOwnMedia(needs: PlaybackNeeds, mediaId: string, asked: string): Promise<string> {
  const { access, renditions, isGrowing } = await readOwn(needs, mediaId)
  const { name, isKeyFrames } = askedPlaylist(asked)
  return renderMediaOf(
    renditions.find((rendition) => rendition.name === name),
    { isKeyFrames, isGrowing },
    (key) => signPlayback(needs, access, key),
  )
}

/** Fresh links to the files of such a film. Refuses like `renderOwnMaster`. */
export async function openOwnStream(
  needs: PlaybackNeeds,
  mediaId: string,
): Promise<{ expiresAt: Date; renditions: Record<string, SignedLink>; pictures: Picture[] }> {
  const { access, renditions } = await readOwn(needs, mediaId)
  const links = await linksTo(renditions, (key) => signPlayback(needs, access, key))
  return { expiresAt: firstEndOf(links), renditions: links, pictures: picturesOf(renditions) }
}

function readOwn({ asActor, actor }: PlaybackNeeds, mediaId: string): Promise<OwnMedia> {
  return asActor(
    actor,
    async (tx) => {
      const access = await requireOwnMedia(tx, mediaId)
      const published = await mediaSource(tx, mediaId)
      if (published.length > 0) return { access, renditions: published, isGrowing: false }
      const growing = await growingSource(tx, mediaId)
      if (growing) return { access, renditions: growing, isGrowing: true }
      throw new Refusal('conflict', 'not_ready', 'There is nothing to see of it yet. Try again in a minute.')
    },
    'read',
  )
}

async function requireOwnMedia(tx: ActorTx, mediaId: string): Promise<Access> {
  const { rows } = await tx.execute<{ may: boolean }>(sql`select app.may_watch_media(${mediaId}) as may`)
  if (rows[0]?.may !== true) throw notFound('no_such_media')
  return { canWatch: true, reason: 'staff', expiresAt: null }
}
