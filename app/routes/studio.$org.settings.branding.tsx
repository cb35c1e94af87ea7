import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { readForm } from '#app/http/parse.server.ts'
import { attempt, attemptInPlace } from '#app/http/refusal-response.server.ts'
import { refreshPeopleOf, requireSettings } from '#app/http/settings.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { ColorForm } from '#app/ui/organization/color-form.tsx'
import { PictureCard } from '#app/ui/organization/picture-card.tsx'
import { pictureUrl } from '#app/ui/organization/picture-url.ts'
import { useSaved } from '#app/ui/organization/use-saved.ts'
import { pageMeta } from '#app/ui/page-meta.ts'
import { changePicture, removePicture } from '#domain/organization/change-picture.ts'
import { changeSettings } from '#domain/organization/change-settings.ts'
import { pictureKinds } from '#domain/organization/picture-keys.ts'
import { ColorSettings, PictureForm } from '#domain/organization/settings-forms.ts'
import { getSettings } from '#domain/organization/settings-queries.ts'
import { versionOf } from '#domain/organization/picture-version.ts'

export const meta: MetaFunction = () => pageMeta('Branding')

export async function loader(asked: LoaderFunctionArgs) {
  const { actor, editor } = await requireSettings(asked)
  const settings = await attempt(() =>
    asked.context.asActor(actor, (tx) => getSettings(tx, editor.organizationId), 'read'),
  )
  const { id, name, primaryColor, accentColor } = settings
  return {
    name,
    colors: { primaryColor, accentColor: accentColor ?? '' },
    logo: pictureUrl(id, 'logo', versionOf(settings.logoKey)),
    hero: pictureUrl(id, 'hero-small', versionOf(settings.heroKey)),
  }
}

/** Saves colours, and takes and removes pictures. */
export async function action(asked: ActionFunctionArgs) {
  const { actor, editor } = await requireSettings(asked)
  const { context, request } = asked
  const needs = { ...context.needs, asActor: context.asActor }
  const saved = async (done: string) => {
    await refreshPeopleOf(context, actor, editor.organizationId)
    return data({ done, at: Date.now(), lastResult: undefined })
  }
  const form = await readForm(request)
  const intent = String(form.get('intent'))
  const kind = pictureKinds.find((known) => intent.endsWith(known))
  if (intent === 'colors')
    return submitForm(form, ColorSettings, async ({ primaryColor, accentColor }) => {
      const changes = { primaryColor, accentColor: accentColor || null }
      await context.asActor(actor, (tx) => changeSettings(tx, editor, changes))
      return saved('Colours saved')
    })
  if (kind && intent === kind)
    return submitForm(
      form,
      PictureForm,
      async ({ picture }) => {
        const bytes = new Uint8Array(await picture.arrayBuffer())
        await changePicture(needs, actor, editor, { kind, bytes })
        return saved('Picture saved')
      },
      { hidden: ['picture'] },
    )
  if (kind && intent === `remove-${kind}`)
    return attemptInPlace(async () => {
      await removePicture(needs, actor, editor, kind)
      return saved('Picture removed')
    })
  throw data({ message: 'That is nothing this page can do.' }, { status: 400 })
}

export default function BrandingPage() {
  const { name, colors, logo, hero } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  useSaved(answer)
  return (
    <>
      <ColorForm
        name={name}
        colors={colors}
        lastResult={answer && 'lastResult' in answer ? answer.lastResult : undefined}
      />
      <PictureCard
        kind="logo"
        title="Logo"
        description="Square suits best. JPEG, PNG, WebP, AVIF or SVG, up to 8 MB."
        src={logo}
        className="aspect-square w-32"
      />
      <PictureCard
        kind="hero"
        title="Storefront picture"
        description="Wide, on top of the storefront; its middle shows on every screen. 2400 px wide is enough."
        src={hero}
        className="aspect-[5/2] w-full max-w-xl"
      />
    </>
  )
}
