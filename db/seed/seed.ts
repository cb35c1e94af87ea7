/**
 * The demo organization. Everything a person can do is done as that person, through the product's own actions: films are
 * drawn, uploaded, transcoded by the worker and published. Only roles that no action gives yet are written as the owner of
 * the database. Safe to repeat: what is there is left as it is.
 */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { asActor as open, openDatabase, type Actor, type AsActor } from '#db/actor.ts'
import { registerPerson } from '#domain/account/register-person.ts'
import { createContent } from '#domain/catalog/create-content.ts'
import { publishContent } from '#domain/catalog/publish-content.ts'
import { completeUpload } from '#domain/media/complete-upload.ts'
import { getMedia } from '#domain/media/queries.ts'
import { recordPart } from '#domain/media/record-part.ts'
import { signPart } from '#domain/media/sign-part.ts'
import { startUpload } from '#domain/media/start-upload.ts'
import { createOrganization } from '#domain/organization/create-organization.ts'
import { findOrganization } from '#domain/organization/queries.ts'
import { connectNeeds } from '#platform/connect.ts'
import { readEnv } from '#platform/env.ts'
import { clips, drawClip, type DemoClip } from './clips.ts'
import { people, type DemoPerson } from './people.ts'
import { organization, posts, type DemoPost } from './posts.ts'

const env = readEnv(process.env)
const needs = connectNeeds({ ...env, LOG_LEVEL: 'error' }, 'seed')
const database = openDatabase({ connectionString: env.DATABASE_URL, max: 4 })
const asActor: AsActor = (actor, work, mode) => open(database, actor, work, mode)

const adminUrl = new URL(process.env.DATABASE_ADMIN_URL ?? env.DATABASE_URL)
adminUrl.pathname = new URL(env.DATABASE_URL).pathname
const admin = new pg.Client({ connectionString: adminUrl.href })

async function ensurePerson({ email, name, password }: DemoPerson): Promise<string> {
  const find = () => admin.query<{ id: string }>('select id from app.users where email = $1', [email])
  const known = (await find()).rows[0]
  if (known) return known.id
  const linkSecret = env.SESSION_SECRET
  await registerPerson({ asActor, linkSecret, redirectTo: '/' }, { fullName: name, email, password })
  // Nobody reads the mails of these addresses.
  await admin.query('update app.users set email_verified_at = now() where email = $1', [email])
  await admin.query("delete from app.email_logs where recipient_email = $1 and status = 'pending'", [email])
  return (await find()).rows[0]!.id
}

async function ensureOrganization(actor: Actor): Promise<string> {
  const known = await asActor(actor, (tx) => findOrganization(tx, organization.slug), 'read')
  if (known) return known.id
  return (await asActor(actor, (tx) => createOrganization(tx, organization))).id
}

/** Draws a clip and uploads it in parts, as a browser does. Answers the media item. */
async function upload(clip: DemoClip, creatorId: string, actor: Actor, folder: string): Promise<string> {
  const path = await drawClip(clip, folder, env.FFMPEG_PATH)
  const { size } = await stat(path)
  const bytes = await readFile(path)
  const mediaNeeds = { ...needs, asActor }
  const { upload } = await startUpload(mediaNeeds, actor, {
    creatorId,
    filename: clip.filename,
    contentType: clip.contentType,
    sizeBytes: size,
    fingerprint: `seed-${clip.filename}-${size}`,
  })
  let offset = 0
  for (let partNumber = 1; offset < size; partNumber++) {
    const part = await signPart(mediaNeeds, actor, { uploadId: upload.id, partNumber })
    const answer = await fetch(part.url, { method: 'PUT', body: bytes.subarray(offset, offset + part.bytes) })
    if (!answer.ok)
      throw new Error(`storage refused part ${partNumber} of ${clip.filename}: ${answer.status}`)
    const etag = answer.headers.get('etag') ?? ''
    await recordPart(mediaNeeds, actor, { uploadId: upload.id, partNumber, etag, sizeBytes: part.bytes })
    offset += part.bytes
  }
  return (await completeUpload(mediaNeeds, actor, upload.id)).mediaId
}

async function untilReady(mediaId: string, actor: Actor): Promise<void> {
  for (;;) {
    const media = await asActor(actor, (tx) => getMedia(tx, mediaId), 'read')
    if (media.status === 'ready') return
    if (media.status === 'failed') throw new Error(`a demo film failed: ${media.failureMessage}`)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

async function main(): Promise<void> {
  await admin.connect()
  const maya = await ensurePerson(people.creator)
  const adam = await ensurePerson(people.admin)
  await ensurePerson(people.customer)
  const olive = await ensurePerson(people.platformOwner)
  await admin.query("update app.users set role = 'platform_owner' where id = $1", [olive])
  await admin.query(
    'update app.users set email_verified_at = coalesce(email_verified_at, now()) where email = any($1)',
    [Object.values(people).map((person) => person.email)],
  )

  const actor: Actor = { kind: 'user', id: maya, role: 'creator', hasSecondFactor: false }
  const organizationId = await ensureOrganization(actor)
  await admin.query(
    `insert into app.organization_memberships (organization_id, user_id, role, joined_at) values ($1, $2, 'admin', now())
     on conflict (organization_id, user_id) do nothing`,
    [organizationId, adam],
  )

  const { rows } = await admin.query<{ slug: string }>(
    'select slug from app.content where organization_id = $1',
    [organizationId],
  )
  const present = new Set(rows.map((row) => row.slug))
  const missing = posts.filter((post) => !present.has(post.slug))
  const folder = await mkdtemp(join(tmpdir(), 'codex-seed-'))
  try {
    // All are uploaded before any is waited for, so that several workers share them.
    const uploaded: [DemoPost, string | null][] = []
    for (const post of missing)
      uploaded.push([post, post.clip ? await upload(clips[post.clip], maya, actor, folder) : null])
    for (const [post, mediaItemId] of uploaded) {
      if (mediaItemId) await untilReady(mediaItemId, actor)
      const origin = { ipAddress: '', userAgent: 'seed' }
      const editor = { personId: maya, organizationId, editsOthers: true, origin }
      await asActor(actor, async (tx) => {
        const values = {
          ...post,
          tags: [...post.tags],
          body: post.body ?? '',
          mediaItemId,
          currency: 'usd',
          downloadsAllowed: post.priceCents === 0,
        }
        const id = await createContent(tx, editor, { ...values, kind: mediaItemId ? 'media' : 'written' })
        await publishContent(tx, editor, id)
      })
      console.log(`published “${post.title}”`)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

try {
  await main()
} finally {
  await Promise.all([admin.end(), database.close(), needs.close()])
}
