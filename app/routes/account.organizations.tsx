import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { Building2 } from 'lucide-react'
import { requireMember, requireUser } from '#app/http/guards.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { attemptInPlace } from '#app/http/refusal-response.server.ts'
import { refreshSessionsOf } from '#app/http/session.server.ts'
import { Button, LinkButton } from '#app/ui/kit/button.tsx'
import { DataTable } from '#app/ui/kit/data-table.tsx'
import { ConfirmDialog } from '#app/ui/kit/dialog.tsx'
import { EmptyState } from '#app/ui/kit/empty-state.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { AccountShell } from '#app/ui/layout/account-shell.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { roleNames } from '#domain/organization/given-roles.ts'
import { leaveOrganization } from '#domain/organization/leave-organization.ts'

export const meta: MetaFunction = () => pageMeta('Organizations')

/** Where one belongs, and as what. */
export async function loader(asked: LoaderFunctionArgs) {
  const { session } = await requireUser(asked)
  return {
    memberships: session.memberships
      .filter(({ role }) => role !== 'subscriber')
      .map(({ organization: { slug, name }, role, permissions }) => ({
        slug,
        name,
        role,
        hasStudio: permissions.length > 0,
      })),
  }
}

/** Leaves an organization. */
export async function action(asked: ActionFunctionArgs) {
  const slug = (await readForm(asked.request)).get('organization')
  const { actor, person, membership } = await requireMember(asked, typeof slug === 'string' ? slug : '')
  const change = { organizationId: membership.organization.id, origin: originOf(asked) }
  return attemptInPlace(async () => {
    await asked.context.asActor(actor, (tx) => leaveOrganization(tx, change, person.id))
    await refreshSessionsOf(asked.context, [person.id])
    return { left: slug }
  })
}

export default function Organizations() {
  const { memberships } = useLoaderData<typeof loader>()
  return (
    <AccountShell>
      <PageHeader title="Organizations" description="Where you belong, and as what." />
      {memberships.length === 0 ? (
        <EmptyState
          icon={Building2}
          title="You belong to no organization"
          action={<LinkButton to="/studio/new">Create an organization</LinkButton>}
        >
          Create one to sell what you make, or accept the invitation of somebody else’s.
        </EmptyState>
      ) : (
        <DataTable
          caption="Organizations"
          rows={memberships}
          rowKey={({ slug }) => slug}
          columns={[
            {
              key: 'name',
              header: 'Organization',
              isName: true,
              cell: ({ slug, name, hasStudio }) => (
                <Link to={hasStudio ? `/studio/${slug}` : `/${slug}`} className="hover:underline">
                  {name}
                </Link>
              ),
            },
            { key: 'role', header: 'Role', cell: ({ role }) => roleNames[role] },
            {
              key: 'leave',
              header: 'Leave',
              hideHeader: true,
              align: 'end',
              cell: ({ slug, name, role }) => role !== 'owner' && <Leave slug={slug} name={name} />,
            },
          ]}
        />
      )}
    </AccountShell>
  )
}

function Leave({ slug, name }: { slug: string; name: string }) {
  return (
    <ConfirmDialog
      trigger={
        <Button look="quiet" size="sm" aria-label={`Leave ${name}`}>
          Leave
        </Button>
      }
      title={`Leave ${name}?`}
      confirm="Leave organization"
      fields={{ organization: slug }}
    >
      You lose access to its studio at once. Your posts there stay, and your files stay yours. To come back
      you need an invitation.
    </ConfirmDialog>
  )
}
