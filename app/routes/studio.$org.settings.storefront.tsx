import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useParams } from '@remix-run/react'
import { ExternalLink } from 'lucide-react'
import { readForm } from '#app/http/parse.server.ts'
import { previewMarkdown } from '#app/http/preview-markdown.server.ts'
import { attempt } from '#app/http/refusal-response.server.ts'
import { requireSettings } from '#app/http/settings.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { MarkdownField } from '#app/ui/catalog/markdown-field.tsx'
import { LinkButton } from '#app/ui/kit/button.tsx'
import { field, FormCard, FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { TextField } from '#app/ui/kit/text-field.tsx'
import { FeaturedField } from '#app/ui/organization/featured-field.tsx'
import { useSaved } from '#app/ui/organization/use-saved.ts'
import { pageMeta } from '#app/ui/page-meta.ts'
import { listFeaturable } from '#domain/catalog/storefront.ts'
import { changeStorefront } from '#domain/organization/change-storefront.ts'
import {
  socialLinksOf,
  socialNetworks,
  StorefrontSettings,
  type SocialNetwork,
} from '#domain/organization/settings-forms.ts'
import { getSettings } from '#domain/organization/settings-queries.ts'

export const meta: MetaFunction = () => pageMeta('Storefront')

export async function loader(asked: LoaderFunctionArgs) {
  const { actor, editor } = await requireSettings(asked)
  const { settings, posts } = await attempt(() =>
    asked.context.asActor(
      actor,
      async (tx) => ({
        settings: await getSettings(tx, editor.organizationId),
        posts: await listFeaturable(tx, editor.organizationId),
      }),
      'read',
    ),
  )
  const shown = new Set(posts.map(({ id }) => id))
  return {
    about: settings.aboutContent ?? '',
    links: settings.socialLinks,
    featured: settings.featuredContentIds.filter((id) => shown.has(id)),
    posts,
  }
}

export async function action(asked: ActionFunctionArgs) {
  const { actor, editor } = await requireSettings(asked)
  const form = await readForm(asked.request)
  if (form.get('intent') === 'preview')
    return data({ html: await previewMarkdown(asked.context.needs, form), lastResult: undefined })
  return submitForm(form, StorefrontSettings, async ({ about, featured, ...links }) => {
    const changes = { about, featured, socialLinks: socialLinksOf(links) }
    await asked.context.asActor(actor, (tx) => changeStorefront(tx, editor, changes))
    return data({ done: 'Storefront saved', at: Date.now(), lastResult: undefined })
  })
}

const networks = Object.entries(socialNetworks) as [SocialNetwork, string][]

export default function StorefrontSettingsPage() {
  const { about, links, featured, posts } = useLoaderData<typeof loader>()
  const { org } = useParams()
  const answer = useActionData<typeof action>()
  useSaved(answer)
  const [form, fields] = useForm({
    id: 'storefront',
    schema: StorefrontSettings,
    lastResult: answer?.lastResult,
    defaultValue: { ...links, about, featured: featured.join(',') },
  })
  return (
    <Form method="post" {...formProps(form)}>
      <FormCard
        title="Storefront"
        actions={
          <>
            <LinkButton to={`/${org}`} look="quiet" icon={ExternalLink}>
              See the storefront
            </LinkButton>
            <SubmitButton>Save storefront</SubmitButton>
          </>
        }
      >
        <FormErrors form={form} />
        <FeaturedField
          name={fields.featured.name}
          id={fields.featured.id}
          posts={posts}
          initial={featured}
          errors={fields.featured.errors}
        />
        <MarkdownField meta={fields.about} label="About" previewAt={`/studio/${org}/settings/storefront`} />
        <div className="grid gap-5 sm:grid-cols-2">
          {networks.map(([network, words]) => (
            <TextField
              key={network}
              {...field(fields[network])}
              type="url"
              inputMode="url"
              label={words}
              placeholder="https://"
              autoComplete="off"
            />
          ))}
        </div>
      </FormCard>
    </Form>
  )
}
