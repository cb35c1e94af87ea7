import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useMemo, useState } from 'react'
import { requireEditor } from '#app/http/editor.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { previewMarkdown } from '#app/http/preview-markdown.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { PostFields } from '#app/ui/catalog/post-fields.tsx'
import { LinkButton } from '#app/ui/kit/button.tsx'
import { Segmented } from '#app/ui/kit/choices.tsx'
import { FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { createContent } from '#domain/catalog/create-content.ts'
import { listPickableMedia } from '#domain/catalog/editor-queries.ts'
import { postForm, PostKind, postValues } from '#domain/catalog/forms.ts'
import { suggestPostSlug } from '#domain/catalog/rules.ts'
import { extendFilmJob } from '#domain/transcode/jobs/extend-film.job.ts'

/** An empty post; `?media=` begins with a file, `?kind=written` with words. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor, person, membership } = await requireEditor(asked, asked.params.org, ['content.create'])
  const search = new URL(asked.request.url).searchParams
  const media = await asked.context.asActor(actor, (tx) => listPickableMedia(tx, person.id), 'read')
  const chosen = media.find(({ id }) => id === search.get('media'))
  return {
    media,
    chosen: chosen && { id: chosen.id, title: chosen.title },
    kind: PostKind.safeParse(search.get('kind')).data ?? 'media',
    organization: membership.organization,
    host: new URL(asked.context.needs.env.APP_URL).host,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  pageMeta('Create post', page?.organization.name)

export async function action(asked: ActionFunctionArgs) {
  const { actor, editor, membership } = await requireEditor(asked, asked.params.org, ['content.create'])
  const form = await readForm(asked.request)
  if (form.get('intent') === 'preview')
    return data({ html: await previewMarkdown(asked.context.needs, form), lastResult: undefined })
  const { slug, currency } = membership.organization
  const kind = PostKind.safeParse(form.get('kind')).data ?? 'media'
  return submitForm(form, postForm(currency), async (values) => {
    const create = { ...postValues(values), kind, currency }
    const id = await asked.context.asActor(actor, (tx) => createContent(tx, editor, create))
    if (kind === 'media' && create.downloadsAllowed && create.mediaItemId)
      await asked.context.needs.jobs.enqueue(extendFilmJob, { mediaId: create.mediaItemId })
    return redirect(`/studio/${slug}/content/${id}`)
  })
}

export default function CreatePost() {
  const { media, chosen, organization, host, ...page } = useLoaderData<typeof loader>()
  const here = `/studio/${organization.slug}`
  const schema = useMemo(() => postForm(organization.currency), [organization.currency])
  const [form, fields] = useForm({
    schema,
    lastResult: useActionData<typeof action>()?.lastResult,
    defaultValue: { title: chosen?.title ?? '', mediaItemId: chosen?.id ?? '' },
  })
  const [kind, setKind] = useState<string>(page.kind)
  return (
    <>
      <PageHeader title="Create post" back={{ to: `${here}/content`, label: 'Content' }} />
      <Form method="post" {...formProps(form)} className="grid gap-6">
        <FormErrors form={form} />
        <Segmented
          name="kind"
          label="What is it?"
          defaultValue={page.kind}
          onChange={setKind}
          options={[
            { value: 'media', label: 'Film or recording' },
            { value: 'written', label: 'Written post' },
          ]}
        />
        <PostFields
          fields={fields}
          isWritten={kind === 'written'}
          currency={organization.currency}
          media={media}
          suggestSlug={suggestPostSlug}
          addressBefore={`${host}/${organization.slug}/`}
          uploadAt={`${here}/media`}
          previewAt={`${here}/content/new`}
        />
        <div className="flex flex-wrap justify-end gap-2">
          <LinkButton to={`${here}/content`} look="ghost">
            Cancel
          </LinkButton>
          <SubmitButton>Save draft</SubmitButton>
        </div>
      </Form>
    </>
  )
}
