import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { Archive, ExternalLink, Trash2 } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { requireEditor } from '#app/http/editor.server.ts'
import { may, notFoundResponse, requirePermission } from '#app/http/guards.server.ts'
import { idParam, readForm } from '#app/http/parse.server.ts'
import { previewMarkdown } from '#app/http/preview-markdown.server.ts'
import { attempt, attemptInPlace } from '#app/http/refusal-response.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { PostFields } from '#app/ui/catalog/post-fields.tsx'
import { PublishState } from '#app/ui/catalog/publish-state.tsx'
import { useRevalidateWhile } from '#app/ui/catalog/use-revalidate-while.ts'
import { StatusBadge } from '#app/ui/kit/badge.tsx'
import { Button, LinkButton } from '#app/ui/kit/button.tsx'
import { ConfirmDialog } from '#app/ui/kit/dialog.tsx'
import { FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { toast } from '#app/ui/kit/toaster.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { archiveContent } from '#domain/catalog/archive-content.ts'
import { deleteContent, restoreContent } from '#domain/catalog/delete-content.ts'
import { editContent } from '#domain/catalog/edit-content.ts'
import { findEditablePost, findPickableMedia, listPickableMedia } from '#domain/catalog/editor-queries.ts'
import { postForm, postValues } from '#domain/catalog/forms.ts'
import { priceText } from '#domain/catalog/price.ts'
import { publishContent } from '#domain/catalog/publish-content.ts'
import { isPreparing, kindNoun, suggestPostSlug, whyNotPublishable } from '#domain/catalog/rules.ts'
import { extendFilmJob } from '#domain/transcode/jobs/extend-film.job.ts'

/** A post for its editor, with the files it can be made of. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor, editor, person, membership } = await requireEditor(asked, asked.params.org)
  const contentId = idParam(asked.params.contentId)
  const found = await asked.context.asActor(
    actor,
    async (tx) => {
      const post = await findEditablePost(tx, editor, contentId)
      if (!post) throw notFoundResponse()
      const current = post.mediaItemId ? await findPickableMedia(tx, post.mediaItemId) : undefined
      const isPickable = post.creatorId === person.id && post.status === 'draft'
      const media = isPickable
        ? await listPickableMedia(tx, person.id, post.mediaItemId)
        : current
          ? [current]
          : []
      return { post, current, media, isPickable }
    },
    'read',
  )
  const block = whyNotPublishable({ ...found.post, hasWords: Boolean(found.post.body?.trim()) })
  const host = new URL(asked.context.needs.env.APP_URL).host
  return {
    ...found,
    block,
    mayPublish: may(membership, 'content.publish'),
    organization: membership.organization,
    host,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  pageMeta(page?.post.title ?? 'Content', page?.organization.name)

const intents = ['save', 'publish', 'archive', 'delete', 'restore', 'preview'] as const

export async function action(asked: ActionFunctionArgs) {
  const { actor, editor, membership } = await requireEditor(asked, asked.params.org)
  const contentId = idParam(asked.params.contentId)
  const { asActor } = asked.context
  const { slug } = membership.organization
  const form = await readForm(asked.request)
  const intent = intents.find((known) => known === form.get('intent'))
  if (intent === 'publish' || intent === 'archive')
    await requirePermission(asked, asked.params.org, 'content.publish')
  switch (intent) {
    case 'save':
    case 'publish': {
      const post = await asActor(actor, (tx) => findEditablePost(tx, editor, contentId), 'read')
      if (!post) throw notFoundResponse()
      return submitForm(form, postForm(post.currency), async (values) => {
        const mediaId = await asActor(actor, async (tx) => {
          const owed = await editContent(tx, editor, { ...postValues(values), contentId })
          if (intent === 'publish') await publishContent(tx, editor, contentId)
          return owed
        })
        if (mediaId) await asked.context.needs.jobs.enqueue(extendFilmJob, { mediaId })
        return data({ done: intent, at: Date.now(), lastResult: undefined })
      })
    }
    case 'archive':
      return attemptInPlace(async () => {
        await asActor(actor, (tx) => archiveContent(tx, editor, contentId))
        return data({ done: intent, at: Date.now(), lastResult: undefined })
      })
    case 'delete':
      return attemptInPlace(async () => {
        await asActor(actor, (tx) => deleteContent(tx, editor, contentId))
        return redirect(`/studio/${slug}/content?deleted=${contentId}`)
      })
    case 'restore':
      return attempt(async () => {
        await asActor(actor, (tx) => restoreContent(tx, editor, contentId))
        return redirect(`/studio/${slug}/content/${contentId}`)
      })
    case 'preview':
      return data({ html: await previewMarkdown(asked.context.needs, form), lastResult: undefined })
    case undefined:
      throw data({ message: 'We did not understand what to do with this post.' }, { status: 400 })
  }
}

const doneText = { save: 'Saved', publish: 'Published', archive: 'Archived' }

export default function EditPost() {
  const { post, current, media, isPickable, block, mayPublish, organization, host } =
    useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const here = `/studio/${organization.slug}`
  const schema = useMemo(() => postForm(post.currency), [post.currency])
  const [form, fields] = useForm({
    id: `post-${post.id}`,
    schema,
    lastResult: answer && 'lastResult' in answer ? answer.lastResult : undefined,
    defaultValue: {
      title: post.title,
      slug: post.slug,
      description: post.description,
      category: post.category ?? '',
      tags: post.tags.join(', '),
      price: priceText(post.priceCents, post.currency),
      mediaItemId: post.mediaItemId ?? '',
      body: post.body ?? '',
      downloads: post.downloadsAllowed ? 'on' : undefined,
    },
  })
  const isWritten = post.contentType === 'written'
  const noun = kindNoun[post.contentType]
  const isPublished = post.status === 'published'
  useRevalidateWhile(isPreparing(post.mediaStatus) || media.some(({ status }) => isPreparing(status)))
  useEffect(() => {
    if (answer && 'done' in answer) toast.success(doneText[answer.done])
  }, [answer])

  return (
    <>
      <PageHeader
        title={post.title}
        badge={<StatusBadge status={post.status} />}
        back={{ to: `${here}/content`, label: 'Content' }}
        action={
          <LinkButton to={`/${organization.slug}/${post.slug}`} look="quiet" icon={ExternalLink}>
            {isPublished ? 'View on the storefront' : 'See its page'}
          </LinkButton>
        }
      />
      <Form method="post" {...formProps(form)} className="grid gap-6">
        <FormErrors form={form} />
        {!form.errors && <PublishState current={current} block={block} mediaAt={`${here}/media`} />}
        <PostFields
          fields={fields}
          isWritten={isWritten}
          currency={post.currency}
          media={media}
          mediaFixed={
            isPickable
              ? undefined
              : post.status === 'draft'
                ? 'Only its creator can choose another file.'
                : 'Fixed since it was first published.'
          }
          suggestSlug={suggestPostSlug}
          addressBefore={`${host}/${organization.slug}/`}
          slugWarning={isPublished ? 'Links to the old address will stop working.' : undefined}
          uploadAt={`${here}/media`}
          previewAt={`${here}/content/${post.id}`}
        />
        {!isPickable && <input type="hidden" name="mediaItemId" value={post.mediaItemId ?? ''} />}
      </Form>
      {/* Outside the form: the dialogs have forms of their own. */}
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <ConfirmDialog
          trigger={
            <Button look="ghost" icon={Trash2} className="text-bad">
              Delete
            </Button>
          }
          title={`Delete “${post.title}”?`}
          confirm={`Delete ${noun}`}
          fields={{ intent: 'delete' }}
        >
          It leaves the storefront and this list. You can take it back right after.
          {!isWritten && ' Its file stays under Media.'}
        </ConfirmDialog>
        {isPublished && mayPublish && (
          <ConfirmDialog
            trigger={
              <Button look="ghost" icon={Archive}>
                Archive
              </Button>
            }
            title={`Archive “${post.title}”?`}
            confirm={`Archive ${noun}`}
            look="primary"
            fields={{ intent: 'archive' }}
          >
            It leaves the storefront. Whoever bought it keeps it, and you can publish it again.
          </ConfirmDialog>
        )}
        {isPublished || !mayPublish ? (
          <SubmitButton form={form.id} name="intent" value="save" className="ml-auto sm:ml-2">
            {post.status === 'draft' ? 'Save draft' : 'Save changes'}
          </SubmitButton>
        ) : (
          <>
            <SubmitButton form={form.id} name="intent" value="save" look="quiet" className="ml-auto sm:ml-2">
              {post.status === 'draft' ? 'Save draft' : 'Save changes'}
            </SubmitButton>
            <SubmitButton form={form.id} name="intent" value="publish">
              {post.status === 'archived' ? `Publish ${noun} again` : `Publish ${noun}`}
            </SubmitButton>
          </>
        )}
      </div>
    </>
  )
}
