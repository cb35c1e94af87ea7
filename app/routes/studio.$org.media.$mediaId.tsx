import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Link, useLoaderData, useParams } from '@remix-run/react'
import { Download, Plus, Trash2 } from 'lucide-react'
import { requirePermission } from '#app/http/guards.server.ts'
import { mediaNeeds } from '#app/http/media-needs.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { idParam, readForm } from '#app/http/parse.server.ts'
import { recordLook } from '#app/http/record-read.server.ts'
import { attempt, attemptInPlace } from '#app/http/refusal-response.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { StatusBadge } from '#app/ui/kit/badge.tsx'
import { Button, buttonClass, LinkButton } from '#app/ui/kit/button.tsx'
import { ConfirmDialog } from '#app/ui/kit/dialog.tsx'
import { Notice } from '#app/ui/kit/notice.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { MediaFacts } from '#app/ui/media/media-facts.tsx'
import { UnfinishedUpload } from '#app/ui/media/media-card.tsx'
import { MakingOfFilm } from '#app/ui/media/making-of.tsx'
import { mediaView } from '#app/ui/media/media-view.ts'
import { OwnFilm } from '#app/ui/media/own-film.tsx'
import { RenameForm } from '#app/ui/media/rename-form.tsx'
import { RenditionList } from '#app/ui/media/rendition-list.tsx'
import { RetryButton } from '#app/ui/media/retry-button.tsx'
import { SmallerFiles } from '#app/ui/media/smaller-files.tsx'
import { TranscodeState } from '#app/ui/media/transcode-state.tsx'
import { useLiveMedia } from '#app/ui/media/use-live-media.ts'
import { useReloadWhenReady } from '#app/ui/media/use-reload-when-ready.ts'
import { pageMeta } from '#app/ui/page-meta.ts'
import { deleteMedia, restoreMedia } from '#domain/media/delete-media.ts'
import { MediaTitle } from '#domain/media/forms.ts'
import { findMakingOf, getMedia, listRenditions, listUses } from '#domain/media/queries.ts'
import { renameMedia } from '#domain/media/rename-media.ts'
import { requestAv1 } from '#domain/media/request-av1.ts'
import { requestRetry } from '#domain/media/request-retry.ts'
import { listOpenUploads } from '#domain/media/upload-queries.ts'
import { announceMedia } from '#domain/transcode/work/media-channel.ts'

/** A media item for its creator, and its facts for staff of an organization whose posts use it. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor, person, session, membership } = await requirePermission(
    asked,
    asked.params.org,
    'content.create',
    'media.upload',
    'transcoding.view',
  )
  const mediaId = idParam(asked.params.mediaId)
  const found = await attempt(() =>
    asked.context.asActor(
      actor,
      async (tx) => {
        const media = await getMedia(tx, mediaId)
        const [upload] = await listOpenUploads(tx, [media.id])
        return {
          media: mediaView(media, upload),
          renditions: await listRenditions(tx, media),
          makingOf: await findMakingOf(tx, media.id),
          uses: await listUses(tx, media.id),
        }
      },
      'read',
    ),
  )
  await recordLook(asked, session, {
    action: 'media.open',
    organizationId: membership.organization.id,
    subjectType: 'media',
    subjectId: mediaId,
  })
  return {
    ...found,
    isOwn: found.media.creatorId === person.id,
    maxBytes: asked.context.needs.env.UPLOAD_MAX_BYTES,
    organizationName: membership.organization.name,
  }
}

/** Renames, retries, asks for smaller files, deletes and restores. */
export async function action(asked: ActionFunctionArgs) {
  const { actor, person, membership } = await requirePermission(
    asked,
    asked.params.org,
    'content.create',
    'media.upload',
    'transcoding.view',
  )
  const own = {
    mediaId: idParam(asked.params.mediaId),
    creatorId: person.id,
    organizationId: membership.organization.id,
    origin: originOf(asked),
  }
  const needs = mediaNeeds(asked.context)
  const library = `/studio/${membership.organization.slug}/media`
  const form = await readForm(asked.request)
  switch (String(form.get('intent'))) {
    case 'rename':
      return submitForm(form, MediaTitle, async ({ title }) => {
        await needs.asActor(actor, (tx) => renameMedia(tx, { ...own, title }))
        return { renamed: true }
      })
    case 'retry':
      return attemptInPlace(async () => {
        await requestRetry(needs, actor, own.mediaId)
        await announceMedia(asked.context.needs, own)
        return { retried: true }
      })
    case 'av1':
      return attemptInPlace(async () => {
        await requestAv1(needs, actor, own.mediaId)
        await announceMedia(asked.context.needs, own)
        return { asked: true }
      })
    case 'delete':
      return attemptInPlace(async () => {
        const outcome = await deleteMedia(needs, actor, own)
        await announceMedia(asked.context.needs, own)
        return redirect(outcome === 'deleted' ? `${library}?deleted=${own.mediaId}` : library)
      })
    case 'restore':
      return attempt(async () => {
        await restoreMedia(needs, actor, own)
        await announceMedia(asked.context.needs, own)
        return redirect(library)
      })
    default:
      throw data({ message: 'That is nothing this page can do.' }, { status: 400 })
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  pageMeta(page?.media.title ?? 'Media', page?.organizationName)

export default function MediaDetail() {
  const { media: loaded, renditions, makingOf, uses, isOwn, maxBytes } = useLoaderData<typeof loader>()
  const { org } = useParams()
  const [media = loaded] = useLiveMedia([loaded]).items
  useReloadWhenReady(media, loaded)
  const here = `/studio/${org}/media/${media.id}`
  const hasArrived = media.status !== 'uploading'
  return (
    <>
      <PageHeader
        back={{ to: `/studio/${org}/media`, label: 'Media' }}
        title={media.title}
        badge={<StatusBadge status={media.status} />}
        action={
          isOwn &&
          media.status !== 'failed' && (
            <LinkButton to={`/studio/${org}/content/new?media=${media.id}`} icon={Plus}>
              Create post from this
            </LinkButton>
          )
        }
      />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid content-start gap-6">
          <OwnFilm media={media} isOwn={isOwn} />
          {media.status === 'failed' ? (
            <Notice
              tone="error"
              title="This file could not be made ready"
              action={media.canRetry && <RetryButton action={here} title={media.title} />}
            >
              {media.failureMessage}
            </Notice>
          ) : media.status === 'uploading' ? (
            isOwn && <UnfinishedUpload media={media} action={here} maxBytes={maxBytes} />
          ) : (
            <TranscodeState media={media} />
          )}
          <RenditionList renditions={renditions} />
        </div>
        <div className="grid content-start gap-6">
          {isOwn && <RenameForm key={loaded.title} title={loaded.title} />}
          <MediaFacts media={media} renditions={renditions} />
          {makingOf && <MakingOfFilm makingOf={makingOf} isDone={media.status === 'ready'} />}
          <SmallerFiles
            media={media}
            isMade={renditions.some(({ codecs }) => codecs.startsWith('av01'))}
            action={here}
          />
          <section className="grid gap-2">
            <h2 className="font-semibold">Used in</h2>
            {uses.length === 0 ? (
              <p className="text-sm text-ink-quiet">No post uses this file yet.</p>
            ) : (
              <ul className="grid gap-2">
                {uses.map((use) => (
                  <li key={use.contentId} className="flex items-center justify-between gap-3 text-sm">
                    <Link
                      to={`/studio/${use.organizationSlug ?? org}/content/${use.contentId}`}
                      className="min-w-0 truncate rounded-sm text-brand underline underline-offset-3"
                    >
                      {use.title}
                    </Link>
                    <StatusBadge status={use.status} />
                  </li>
                ))}
              </ul>
            )}
          </section>
          {isOwn && (
            <section className="grid justify-items-start gap-2 border-t border-line pt-6">
              {hasArrived && (
                <a href={`${here}/original`} className={buttonClass('quiet')} download>
                  <Download aria-hidden className="size-4" />
                  Download original
                </a>
              )}
              <ConfirmDialog
                trigger={
                  <Button look="ghost" icon={Trash2} className="text-bad">
                    {hasArrived ? 'Delete file' : 'Cancel upload'}
                  </Button>
                }
                title={hasArrived ? `Delete “${media.title}”?` : `Cancel the upload of “${media.title}”?`}
                confirm={hasArrived ? 'Delete file' : 'Cancel upload'}
                action={here}
                fields={{ intent: 'delete' }}
              >
                {hasArrived
                  ? 'It leaves your library. You can take that back right after.'
                  : 'What has arrived so far is thrown away. The file on your computer stays as it is.'}
              </ConfirmDialog>
            </section>
          )}
        </div>
      </div>
    </>
  )
}
