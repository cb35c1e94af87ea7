import { beforeEach, describe, expect, test } from 'vitest'
import { archiveContent } from '#domain/catalog/archive-content.ts'
import { createContent, type CreateContent } from '#domain/catalog/create-content.ts'
import { deleteContent, restoreContent } from '#domain/catalog/delete-content.ts'
import { editContent } from '#domain/catalog/edit-content.ts'
import {
  countPosts,
  findEditablePost,
  listPickableMedia,
  listPosts,
  type Editor,
} from '#domain/catalog/editor-queries.ts'
import { publishContent } from '#domain/catalog/publish-content.ts'
import { findHome, findPost, findPostBody, findStorefront } from '#domain/catalog/queries.ts'
import type { ActorTx } from '#db/actor.ts'
import type { OrganizationRole } from '#db/schema/organization.ts'
import type { Wiring } from '#tests/support/wiring.ts'
import type { Organization, Person } from '#tests/support/world.ts'
import { useGround } from '#tests/support/ground.ts'

const ground = useGround()
let owner: Person
let creator: Person
let fellow: Person
let customer: Person
let organization: Organization

beforeEach(async () => {
  owner = await ground.world.person('Olga', 'creator')
  creator = await ground.world.person('Maya', 'creator')
  fellow = await ground.world.person('Finn', 'creator')
  customer = await ground.world.person('Carl')
  organization = await ground.world.organization(owner)
  await ground.world.join(organization, creator, 'creator')
  await ground.world.join(organization, fellow, 'creator')
})

const guest = { kind: 'guest' } as const
const editorOf = (person: Person, role: OrganizationRole = 'creator', of = organization): Editor => ({
  personId: person.id,
  organizationId: of.id,
  editsOthers: role !== 'creator',
  origin: { ipAddress: '203.0.113.1', userAgent: 'test' },
})
const values = (given: Partial<CreateContent> = {}): CreateContent => ({
  title: 'Morning flow',
  slug: `morning-flow-${Math.random().toString(36).slice(2, 10)}`,
  description: 'A *gentle* hour.',
  category: 'Yoga',
  tags: ['slow'],
  priceCents: 1250,
  mediaItemId: null,
  downloadsAllowed: false,
  body: '',
  kind: 'media',
  currency: 'usd',
  ...given,
})
const by = <T>(person: Person, work: (tx: ActorTx) => Promise<T>) => ground.wiring.asActor(person.actor, work)
const create = (person: Person, given: Partial<CreateContent> = {}) =>
  by(person, (tx) => createContent(tx, editorOf(person), values(given)))
const publish = (person: Person, id: string, role: OrganizationRole = 'creator') =>
  by(person, (tx) => publishContent(tx, editorOf(person, role), id))
const rowOf = async (id: string) =>
  (await ground.world.query('select * from app.content where id = $1', [id]))[0] as Record<string, unknown>
const makeReady = (mediaId: string) =>
  ground.world
    .query(`update app.media_items set status = 'transcoding' where id = $1`, [mediaId])
    .then(() =>
      ground.world.query(
        `update app.media_items set status = 'ready', published_generation = 1, duration_seconds = 61, poster_key = 'k', poster_hash = 'h' where id = $1`,
        [mediaId],
      ),
    )

describe('a new post', () => {
  test('is a draft of its creator with an exact price, open only to those who buy', async () => {
    const media = await ground.world.media(creator)
    const id = await create(creator, { mediaItemId: media.id })
    expect(await rowOf(id)).toMatchObject({
      creator_id: creator.id,
      organization_id: organization.id,
      status: 'draft',
      content_type: 'video',
      price_cents: 1250,
      visibility: 'purchased_only',
      tags: ['slow'],
      media_status: 'uploaded',
    })
  })

  test('is a recording when its file is one, also when that is found out later', async () => {
    const song = await ground.world.media(creator, { type: 'audio' })
    const film = await ground.world.media(creator)
    const [first, second] = [
      await create(creator, { mediaItemId: song.id }),
      await create(creator, { mediaItemId: film.id }),
    ]
    expect(await rowOf(first)).toMatchObject({ content_type: 'audio' })
    await ground.world.query(`update app.media_items set media_type = 'audio' where id = $1`, [film.id])
    expect(await rowOf(second)).toMatchObject({ content_type: 'audio' })
  })

  test('can be words alone', async () => {
    const id = await create(creator, { kind: 'written', body: '# Hi', priceCents: 0 })
    expect(await rowOf(id)).toMatchObject({
      content_type: 'written',
      content_body: '# Hi',
      visibility: 'public',
    })
  })

  test('cannot be made of somebody else’s file', async () => {
    const theirs = await ground.world.media(fellow)
    await expect(create(creator, { mediaItemId: theirs.id })).rejects.toMatchObject({
      kind: 'invalid',
      fields: { mediaItemId: [expect.any(String)] },
    })
    await expect(create(creator, { mediaItemId: crypto.randomUUID() })).rejects.toMatchObject({
      kind: 'invalid',
    })
  })

  test('cannot have an address that another post has, unless that one was deleted', async () => {
    const id = await create(creator, { slug: 'same' })
    await expect(create(fellow, { slug: 'same' })).rejects.toMatchObject({
      kind: 'conflict',
      reason: 'slug_taken',
    })
    await by(creator, (tx) => deleteContent(tx, editorOf(creator), id))
    await create(fellow, { slug: 'same' })
    await expect(by(creator, (tx) => restoreContent(tx, editorOf(creator), id))).rejects.toMatchObject({
      reason: 'slug_taken',
    })
  })

  test('cannot be made in an organization one does not work in', async () => {
    const other = await ground.world.organization(await ground.world.person('Otto'))
    await expect(
      by(creator, (tx) => createContent(tx, editorOf(creator, 'owner', other), values())),
    ).rejects.toThrow()
  })
})

describe('publishing', () => {
  test('waits for the file, then puts the post on the storefront with what people need to know', async () => {
    const media = await ground.world.media(creator)
    const id = await create(creator, { mediaItemId: media.id })
    await expect(publish(creator, id)).rejects.toMatchObject({ kind: 'conflict', reason: 'still_processing' })
    await makeReady(media.id)
    await publish(creator, id)
    const front = await ground.wiring.asActor(guest, (tx) => findStorefront(tx, organization.slug), 'read')
    expect(front?.posts).toEqual([
      expect.objectContaining({
        id,
        title: 'Morning flow',
        creatorName: 'Maya',
        priceCents: 1250,
        currency: 'usd',
        durationSeconds: 61,
        posterHash: 'h',
        posterVersion: expect.stringMatching(/^[0-9a-f]{10}$/),
      }),
    ])
    expect(
      await ground.world.query(
        'select action, user_id, ip_address from app.audit_events where subject_id = $1',
        [id],
      ),
    ).toEqual([{ action: 'content.publish', user_id: creator.id, ip_address: '203.0.113.1' }])
  })

  test('is refused without a file, without words, with a failed file, and twice', async () => {
    await expect(publish(creator, await create(creator))).rejects.toMatchObject({ reason: 'no_media' })
    const empty = await create(creator, { kind: 'written', body: ' ' })
    await expect(publish(creator, empty)).rejects.toMatchObject({ reason: 'no_words' })
    const failed = await ground.world.media(creator, { status: 'failed' })
    const broken = await create(creator, { mediaItemId: failed.id })
    await expect(publish(creator, broken)).rejects.toMatchObject({ reason: 'transcode_failed' })
    const words = await create(creator, { kind: 'written', body: 'Words.' })
    await publish(creator, words)
    await expect(publish(creator, words)).rejects.toMatchObject({ reason: 'already_published' })
  })

  test('keeps its first time when it is archived and published again', async () => {
    const id = await create(creator, { kind: 'written', body: 'Words.' })
    await publish(creator, id)
    const { published_at: first } = await rowOf(id)
    await by(creator, (tx) => archiveContent(tx, editorOf(creator), id))
    expect(
      (await ground.wiring.asActor(guest, (tx) => findStorefront(tx, organization.slug), 'read'))?.posts,
    ).toEqual([])
    await expect(by(creator, (tx) => archiveContent(tx, editorOf(creator), id))).rejects.toMatchObject({
      reason: 'not_published',
    })
    await publish(creator, id)
    expect(await rowOf(id)).toMatchObject({ status: 'published', published_at: first })
  })
})

describe('editing', () => {
  test('changes the price of a published post, and who may have it', async () => {
    const id = await create(creator, { kind: 'written', body: 'Words.' })
    await publish(creator, id)
    await by(creator, (tx) =>
      editContent(tx, editorOf(creator), { ...values({ body: 'Words.', priceCents: 0 }), contentId: id }),
    )
    expect(await rowOf(id)).toMatchObject({ price_cents: 0, visibility: 'public', status: 'published' })
  })

  test('does not take words or file from a post that people may have bought', async () => {
    const words = await create(creator, { kind: 'written', body: 'Words.' })
    await publish(creator, words)
    const edit = (contentId: string, given: Partial<CreateContent>) =>
      by(creator, (tx) => editContent(tx, editorOf(creator), { ...values(given), contentId }))
    await expect(edit(words, { body: '' })).rejects.toMatchObject({ kind: 'conflict', reason: 'no_words' })
    const media = await ground.world.media(creator)
    const film = await create(creator, { mediaItemId: media.id })
    await makeReady(media.id)
    await publish(creator, film)
    await expect(edit(film, { mediaItemId: null })).rejects.toMatchObject({ reason: 'media_in_use' })
  })

  test('is for its creator, owner and admins; for a fellow creator the post is not there', async () => {
    const id = await create(creator, { kind: 'written', body: 'Words.' })
    await publish(creator, id)
    const edit = { ...values({ title: 'Changed', body: 'Words.' }), contentId: id }
    const asFellow = by(fellow, (tx) => editContent(tx, editorOf(fellow), edit))
    await expect(asFellow).rejects.toMatchObject({ kind: 'not_found' })
    // Even if the application forgot: row security writes nothing for a fellow creator who says he is an admin.
    await by(fellow, (tx) => editContent(tx, editorOf(fellow, 'admin'), edit)).catch(() => {})
    expect(await rowOf(id)).toMatchObject({ title: 'Morning flow' })
    await by(owner, (tx) => editContent(tx, editorOf(owner, 'owner'), edit))
    expect(await rowOf(id)).toMatchObject({ title: 'Changed', creator_id: creator.id })
  })
})

describe('another organization', () => {
  test('cannot even learn that a draft exists', async () => {
    const id = await create(creator, { slug: 'secret' })
    const rival = await ground.world.person('Rita', 'creator')
    const other = await ground.world.organization(rival, { name: 'Rival' })
    const asRival = editorOf(rival, 'owner', other)
    const pretending = editorOf(rival, 'owner', organization)
    for (const editor of [asRival, pretending]) {
      expect(await by(rival, (tx) => findEditablePost(tx, editor, id))).toBeUndefined()
      expect((await by(rival, (tx) => listPosts(tx, editor))).posts).toEqual([])
      expect(await by(rival, (tx) => countPosts(tx, editor))).toEqual({ draft: 0, published: 0, archived: 0 })
      for (const act of [publishContent, archiveContent, deleteContent, restoreContent])
        await expect(by(rival, (tx) => act(tx, editor, id))).rejects.toMatchObject({ kind: 'not_found' })
    }
    for (const actor of [guest, rival.actor, customer.actor, fellow.actor])
      expect(
        await ground.wiring.asActor(actor, (tx) => findPost(tx, organization.slug, 'secret'), 'read'),
      ).toBeUndefined()
    expect(await by(owner, (tx) => findPost(tx, organization.slug, 'secret'))).toMatchObject({
      status: 'draft',
    })
  })

  test('does not see a creator’s files', async () => {
    await ground.world.media(creator)
    const rival = await ground.world.person('Rita', 'creator')
    expect(await by(rival, (tx) => listPickableMedia(tx, creator.id))).toEqual([])
    expect(await by(creator, (tx) => listPickableMedia(tx, creator.id))).toHaveLength(1)
  })
})

describe('deleting', () => {
  test('hides the post, leaves its file, and can be taken back', async () => {
    const media = await ground.world.media(creator)
    const id = await create(creator, { mediaItemId: media.id, slug: 'gone' })
    await by(creator, (tx) => deleteContent(tx, editorOf(creator), id))
    expect(await by(creator, (tx) => findEditablePost(tx, editorOf(creator), id))).toBeUndefined()
    expect(await by(creator, (tx) => findPost(tx, organization.slug, 'gone'))).toBeUndefined()
    expect(await by(creator, (tx) => listPickableMedia(tx, creator.id))).toHaveLength(1)
    await by(creator, (tx) => restoreContent(tx, editorOf(creator), id))
    expect(await by(creator, (tx) => findEditablePost(tx, editorOf(creator), id))).toMatchObject({
      slug: 'gone',
    })
  })

  test('is refused when people have bought it', async () => {
    const id = await create(creator, { kind: 'written', body: 'Words.' })
    await ground.world.query('update app.content set purchase_count = 1 where id = $1', [id])
    await expect(by(creator, (tx) => deleteContent(tx, editorOf(creator), id))).rejects.toMatchObject({
      kind: 'conflict',
      reason: 'has_buyers',
    })
  })
})

describe('the words of a written post', () => {
  test('are for those who may read it, and the page around them for everybody', async () => {
    const id = await create(creator, {
      kind: 'written',
      body: '**Secret** <script>alert(1)</script>',
      slug: 'words',
    })
    await publish(creator, id)
    const post = await ground.wiring.asActor(guest, (tx) => findPost(tx, organization.slug, 'words'), 'read')
    expect(post).toMatchObject({
      creatorName: 'Maya',
      description: 'A *gentle* hour.',
      organization: { slug: organization.slug },
    })
    expect(JSON.stringify(post)).not.toContain('Secret')
    const read = (actor: Parameters<Wiring['asActor']>[0]) =>
      ground.wiring.asActor(actor, (tx) => findPostBody(tx, id), 'read')
    expect(await read(guest)).toBeUndefined()
    expect(await read(customer.actor)).toBeUndefined()
    await ground.world.grant(customer, { id, slug: 'words', title: '', priceCents: 1250 })
    expect(await read(customer.actor)).toBe('**Secret** <script>alert(1)</script>')
  })
})

describe('the storefront', () => {
  test('goes on by key, each post once, also where many were published at one moment', async () => {
    for (let n = 0; n < 30; n++) await ground.world.post(creator, organization, { title: `Post ${n}` })
    await ground.world.query(
      `update app.content set published_at = '2026-01-01T00:00:00.123456Z' where organization_id = $1`,
      [organization.id],
    )
    const page = (cursor?: string) =>
      ground.wiring.asActor(guest, (tx) => findStorefront(tx, organization.slug, cursor), 'read')
    const first = await page()
    expect(first?.posts).toHaveLength(24)
    const second = await page(first?.older)
    expect(second?.posts).toHaveLength(6)
    expect(second?.older).toBeUndefined()
    const ids = [...first!.posts, ...second!.posts].map(({ id }) => id)
    expect(new Set(ids).size).toBe(30)
  })

  test.each(['nonsense', '1_2', "1_' or 1=1", '99999999999999999_00000000-0000-0000-0000-000000000000'])(
    'takes a cursor that leads nowhere calmly: %s',
    async (cursor) => {
      expect(
        await ground.wiring.asActor(guest, (tx) => findStorefront(tx, organization.slug, cursor), 'read'),
      ).toBeDefined()
    },
  )

  test('of a private organization is not there for strangers, and its posts are not on the home page', async () => {
    const closed = await ground.world.organization(owner, { name: 'Closed', isPublic: false })
    const hidden = await ground.world.post(owner, closed, { title: 'Hidden' })
    const shown = await ground.world.post(creator, organization, { title: 'Shown' })
    expect(
      await ground.wiring.asActor(guest, (tx) => findStorefront(tx, closed.slug), 'read'),
    ).toBeUndefined()
    const home = await ground.wiring.asActor(guest, findHome, 'read')
    const ids = home.posts.map(({ id }) => id)
    expect(ids).toContain(shown.id)
    expect(ids).not.toContain(hidden.id)
    expect(home.organizations.map(({ slug }) => slug)).toContain(organization.slug)
    expect(home.organizations.map(({ slug }) => slug)).not.toContain(closed.slug)
  })
})
