import type { Actor, ActorTx } from '#db/actor.ts'
import { findHome, findPost, findStorefront } from '#domain/catalog/queries.ts'
import { countPosts, listPosts, type Editor } from '#domain/catalog/editor-queries.ts'
import { listReceipts } from '#domain/commerce/queries.ts'
import { listMedia } from '#domain/media/queries.ts'
import { listMemberships } from '#domain/organization/queries.ts'
import { listMediaProgress } from '#domain/transcode/work/media-progress.ts'
import { listOwned } from '#domain/playback/queries.ts'

/** Somebody of the bench's world with what they ask about. */
export type Asker = {
  readonly creatorId: string
  readonly customerId: string
  /** An organization that the creator owns. */
  readonly organizationId: string
  readonly slug: string
  /** A published, visible post in it. */
  readonly postSlug: string
  /** A place in the middle of its storefront. */
  readonly cursor: string
}

export type Question = {
  readonly name: string
  who(asker: Asker): Actor
  ask(tx: ActorTx, asker: Asker): Promise<unknown>
}

const guest = (): Actor => ({ kind: 'guest' })
const customer = ({ customerId }: Asker): Actor => ({
  kind: 'user',
  id: customerId,
  role: 'customer',
  hasSecondFactor: false,
})
const creator = ({ creatorId }: Asker): Actor => ({
  kind: 'user',
  id: creatorId,
  role: 'creator',
  hasSecondFactor: false,
})
const editor = ({ creatorId, organizationId }: Asker): Editor => ({
  personId: creatorId,
  organizationId,
  editsOthers: true,
  origin: { ipAddress: '', userAgent: '' },
})

/** The common reads of the product, through the functions that its routes call. */
export const questions: readonly Question[] = [
  { name: 'home page, guest', who: guest, ask: (tx) => findHome(tx) },
  { name: 'storefront, guest', who: guest, ask: (tx, { slug }) => findStorefront(tx, slug) },
  { name: 'storefront, customer', who: customer, ask: (tx, { slug }) => findStorefront(tx, slug) },
  {
    name: 'storefront, older posts',
    who: guest,
    ask: (tx, { slug, cursor }) => findStorefront(tx, slug, cursor),
  },
  { name: 'post page, guest', who: guest, ask: (tx, { slug, postSlug }) => findPost(tx, slug, postSlug) },
  { name: 'my purchases', who: customer, ask: (tx, { customerId }) => listReceipts(tx, customerId) },
  {
    name: 'my library',
    who: customer,
    ask: (tx, { customerId }) => listOwned(tx, customerId, { after: undefined, limit: 24 }),
  },
  {
    name: 'my media',
    who: creator,
    ask: (tx, { creatorId }) => listMedia(tx, { creatorId, state: 'all', order: 'newest', limit: 50 }),
  },
  {
    name: 'transcoding room',
    who: creator,
    ask: (tx, { creatorId, organizationId }) =>
      listMediaProgress(tx, { personId: creatorId, organizationId }),
  },
  { name: 'studio, posts', who: creator, ask: (tx, asker) => listPosts(tx, editor(asker)) },
  { name: 'studio, counts', who: creator, ask: (tx, asker) => countPosts(tx, editor(asker)) },
  { name: 'my organizations', who: creator, ask: (tx, { creatorId }) => listMemberships(tx, creatorId) },
]
