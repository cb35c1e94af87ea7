import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { may, requirePermission } from '#app/http/guards.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { idParam, readForm } from '#app/http/parse.server.ts'
import { attemptInPlace } from '#app/http/refusal-response.server.ts'
import { refreshSessionsOf } from '#app/http/session.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { PeopleTabs } from '#app/ui/people/people-tabs.tsx'
import { RoleDialog } from '#app/ui/people/role-dialog.tsx'
import { RoleMatrix } from '#app/ui/people/role-matrix.tsx'
import { createRole, deleteRole, editRole } from '#domain/organization/define-role.ts'
import { RoleForm } from '#domain/organization/people-forms.ts'
import { listCustomRoles } from '#domain/organization/people-queries.ts'

/** What each role may do, and the roles of the organization's own to change. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor, membership } = await requirePermission(asked, asked.params.org, 'roles.manage')
  const { id, slug, name } = membership.organization
  return {
    customRoles: await asked.context.asActor(actor, (tx) => listCustomRoles(tx, id), 'read'),
    held: membership.permissions,
    managesPeople: may(membership, 'people.manage'),
    organization: { slug, name },
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  pageMeta('Roles', page?.organization.name)

const intents = ['create', 'edit', 'delete'] as const

export async function action(asked: ActionFunctionArgs) {
  const { context, params } = asked
  const { actor, membership } = await requirePermission(asked, params.org, 'roles.manage')
  const change = { organizationId: membership.organization.id, origin: originOf(asked) }
  const form = await readForm(asked.request)
  const intent = intents.find((known) => known === form.get('intent'))
  switch (intent) {
    case 'create':
      return submitForm(form, RoleForm, async (values) => {
        await context.asActor(actor, (tx) => createRole(tx, change, values))
        return data({ done: intent, lastResult: undefined })
      })
    case 'edit': {
      const roleId = idParam(String(form.get('roleId')))
      return submitForm(form, RoleForm, async (values) => {
        const people = await context.asActor(actor, (tx) => editRole(tx, change, { roleId, ...values }))
        await refreshSessionsOf(context, people)
        return data({ done: intent, lastResult: undefined })
      })
    }
    case 'delete':
      return attemptInPlace(async () => {
        const roleId = idParam(String(form.get('roleId')))
        await context.asActor(actor, (tx) => deleteRole(tx, change, roleId))
        return { done: intent }
      })
    case undefined:
      throw data({ message: 'We did not understand what to do.' }, { status: 400 })
  }
}

export default function Roles() {
  const { customRoles, held, managesPeople, organization } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        title="Roles"
        description="What each role may do. The first four are the same everywhere; make others of your own."
        action={<RoleDialog held={held} />}
      />
      <PeopleTabs slug={organization.slug} people={managesPeople} roles />
      <RoleMatrix customRoles={customRoles} held={held} />
    </>
  )
}
