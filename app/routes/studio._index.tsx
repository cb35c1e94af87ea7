import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Clapperboard, Plus } from 'lucide-react'
import { requireUser } from '#app/http/guards.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { idParam, readForm } from '#app/http/parse.server.ts'
import { attemptInPlace } from '#app/http/refusal-response.server.ts'
import { refreshSessionsOf } from '#app/http/session.server.ts'
import { LinkButton } from '#app/ui/kit/button.tsx'
import { EmptyState } from '#app/ui/kit/empty-state.tsx'
import { Notice } from '#app/ui/kit/notice.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { SiteShell } from '#app/ui/layout/site-shell.tsx'
import { DeletedOrganizations, OwnOrganizations } from '#app/ui/organization/own-organizations.tsx'
import { useSaved } from '#app/ui/organization/use-saved.ts'
import { pageMeta } from '#app/ui/page-meta.ts'
import { listDeletedOrganizations, restoreOrganization } from '#domain/organization/delete-organization.ts'

export const meta: MetaFunction = () => pageMeta('Your organizations')

/** The organizations somebody works in, and those they deleted; with one only, straight to it. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor, session } = await requireUser(asked)
  const deleted = await asked.context.asActor(actor, listDeletedOrganizations, 'read')
  const own = session.memberships
    .filter(({ permissions }) => permissions.length > 0)
    .map(({ organization: { id, slug, name, primaryColor, logoVersion }, role }) => ({
      ...{ id, slug, name, primaryColor, logoVersion },
      role,
    }))
  const isAsked = new URL(asked.request.url).searchParams.has('all')
  if (own[0] && deleted.length === 0 && !isAsked) throw redirect(`/studio/${own[0].slug}`)
  return { own, deleted }
}

/** Takes the deletion of an organization back. */
export async function action(asked: ActionFunctionArgs) {
  const { actor } = await requireUser(asked)
  const { context, request } = asked
  const form = await readForm(request)
  const organizationId = idParam(String(form.get('organizationId')))
  if (form.get('intent') !== 'restore')
    throw data({ message: 'That is nothing this page can do.' }, { status: 400 })
  return attemptInPlace(async () => {
    const people = await context.asActor(actor, (tx) =>
      restoreOrganization(tx, { organizationId, origin: originOf(asked) }),
    )
    await refreshSessionsOf(context, people)
    return data({ done: 'Organization restored', at: Date.now() })
  })
}

export default function Studio() {
  const { own, deleted } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  useSaved(answer)
  if (own.length + deleted.length === 0) return <NoneYet />
  return (
    <SiteShell>
      <PageHeader
        title="Your organizations"
        action={
          <LinkButton to="/studio/new" look="quiet" icon={Plus}>
            Create an organization
          </LinkButton>
        }
      />
      <div className="grid max-w-3xl gap-8">
        {answer && 'refusal' in answer && <Notice tone="error">{answer.refusal.message}</Notice>}
        <OwnOrganizations organizations={own} />
        <DeletedOrganizations organizations={deleted} />
      </div>
    </SiteShell>
  )
}

function NoneYet() {
  return (
    <SiteShell className="grid content-center">
      <h1 className="sr-only">Studio</h1>
      <EmptyState
        icon={Clapperboard}
        title="Your studio begins with an organization"
        action={<LinkButton to="/studio/new">Create an organization</LinkButton>}
      >
        An organization is the name you sell under, with a storefront of its own. Create it in a minute; then
        upload a film or a recording, name a price, and publish.
      </EmptyState>
    </SiteShell>
  )
}
