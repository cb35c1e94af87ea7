import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Actor, ActorTx } from '#db/actor.ts'
import { uploads } from '#db/schema/media.ts'
import { refuseLeaving } from '#domain/account/refuse-leaving.ts'
import { listMemberships } from '#domain/organization/queries.ts'
import { Refusal } from '#platform/refusal.ts'
import { originalAt, type MediaNeeds } from './media-needs.ts'
import {
  fileProblemText,
  fileTypeOf,
  maxOpenUploads,
  originalKey,
  partSizeFor,
  problemOfFile,
  safeFilename,
  shownFilename,
  titleFromFilename,
  uploadLifetimeMs,
  type ProposedFile,
  type RecordedPart,
} from './rules.ts'
import { countOpenUploads, findResumable, getUpload, listParts, type Upload } from './upload-queries.ts'

export type StartUpload = ProposedFile & { readonly creatorId: string; readonly fingerprint: string }
export type StartedUpload = { readonly upload: Upload; readonly parts: RecordedPart[] }

/**
 * Begins the upload of a file, or finds the unfinished one of the same file again with the parts that have arrived.
 * Sizes in bytes. Refuses with `forbidden` (makes nothing anywhere), `conflict` (is about to be
 * deleted), `invalid` (type or size) or `too_many` (unfinished ones).
 */
export async function startUpload(
  needs: MediaNeeds,
  actor: Actor,
  { creatorId, fingerprint, ...file }: StartUpload,
): Promise<StartedUpload> {
  const problem = problemOfFile(file, needs.env.UPLOAD_MAX_BYTES)
  if (problem)
    throw new Refusal('invalid', problem, fileProblemText(problem, needs.env.UPLOAD_MAX_BYTES), {
      [problem === 'wrong_type' ? 'filename' : 'sizeBytes']: [
        fileProblemText(problem, needs.env.UPLOAD_MAX_BYTES),
      ],
    })
  const { mediaType, mimeType } = fileTypeOf(file.filename, file.contentType)!
  const now = needs.clock.now()
  const asked = { creatorId, fingerprint, sizeBytes: file.sizeBytes, now }

  const begun = await needs.asActor(actor, async (tx) => {
    await requireMaker(tx, creatorId)
    await refuseLeaving(tx, 'upload')
    return (await findBegun(tx, asked)) ?? (await requireRoom(tx, creatorId, now))
  })
  if (begun) return begun

  const mediaId = randomUUID()
  const key = originalKey(creatorId, mediaId, file.filename)
  const storageUploadId = await needs.storage.createMultipart(
    originalAt(key),
    mimeType,
    safeFilename(file.filename),
  )
  const discard = () => needs.storage.abortMultipart(originalAt(key), storageUploadId)
  try {
    const started = await needs.asActor(actor, async (tx) => {
      // One start at a time for a person, so that two tabs neither pass the limit nor start one file twice.
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('uploads:' || ${creatorId}, 0))`)
      const twin = await findBegun(tx, asked)
      if (twin) return twin
      await requireRoom(tx, creatorId, now)
      // Only these columns may be written; Drizzle's insert would name all of them.
      await tx.execute(sql`
        insert into app.media_items (id, creator_id, title, media_type, original_key, original_filename, file_size_bytes, mime_type)
        values (${mediaId}, ${creatorId}, ${titleFromFilename(file.filename)}, ${mediaType}, ${key},
          ${shownFilename(file.filename)}, ${file.sizeBytes}, ${mimeType})`)
      const [row] = await tx
        .insert(uploads)
        .values({
          mediaItemId: mediaId,
          creatorId,
          storageUploadId,
          key,
          contentType: mimeType,
          sizeBytes: file.sizeBytes,
          partSizeBytes: partSizeFor(file.sizeBytes),
          fingerprint,
          expiresAt: new Date(now.getTime() + uploadLifetimeMs),
        })
        .returning({ id: uploads.id })
      return { upload: await getUpload(tx, row!.id), parts: [] }
    })
    if (started.upload.storageUploadId !== storageUploadId) await discard()
    return started
  } catch (error) {
    await discard()
    throw error
  }
}

async function findBegun(
  tx: ActorTx,
  asked: { creatorId: string; fingerprint: string; sizeBytes: number; now: Date },
): Promise<StartedUpload | undefined> {
  const upload = await findResumable(tx, asked)
  if (!upload || upload.sizeBytes !== asked.sizeBytes) return undefined
  return { upload, parts: await listParts(tx, upload.id) }
}

async function requireMaker(tx: ActorTx, creatorId: string): Promise<void> {
  const memberships = await listMemberships(tx, creatorId)
  if (!memberships.some(({ permissions }) => permissions.includes('media.upload')))
    throw new Refusal(
      'forbidden',
      'not_a_creator',
      'Create an organization, or join one as a creator, to upload.',
    )
}

async function requireRoom(tx: ActorTx, creatorId: string, now: Date): Promise<undefined> {
  if ((await countOpenUploads(tx, creatorId, now)) >= maxOpenUploads)
    throw new Refusal(
      'too_many',
      'too_many_uploads',
      `You have ${maxOpenUploads} unfinished uploads. Finish or cancel some of them first.`,
    )
}
