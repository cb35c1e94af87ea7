import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, useLoaderData } from '@remix-run/react'
import { Search, Users } from 'lucide-react'
import { requirePlatformOwner } from '#app/http/guards.server.ts'
import { parseOrRefuse } from '#app/http/parse.server.ts'
import { recordLook } from '#app/http/record-read.server.ts'
import { attempt } from '#app/http/refusal-response.server.ts'
import { Badge } from '#app/ui/kit/badge.tsx'
import { Button, LinkButton } from '#app/ui/kit/button.tsx'
import { DataTable } from '#app/ui/kit/data-table.tsx'
import { EmptyState } from '#app/ui/kit/empty-state.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { TextField } from '#app/ui/kit/text-field.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { useViewer } from '#app/ui/viewer.ts'
import { findPeople, type FoundPerson } from '#domain/account/find-people.ts'
import { optionalText } from '#platform/text.ts'

export const meta: MetaFunction = () => pageMeta('People', 'Platform')

/** People whose address or name begins with what was asked for. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor, session } = await requirePlatformOwner(asked)
  const asks = new URL(asked.request.url).searchParams.get('q') ?? ''
  const query = await attempt(async () => parseOrRefuse(asks, optionalText({ max: 254 })))
  if (!query) return { query, people: [] }
  const people = await asked.context.asActor(actor, (tx) => findPeople(tx, query), 'read')
  await recordLook(asked, session, { action: 'people.search', detail: { found: people.length } })
  return { query, people }
}

export default function People() {
  const { query, people } = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        title="People"
        description="Find somebody who asked for help and see the product as they do, or disable an account."
      />
      <Form role="search" className="mb-6 flex flex-wrap items-end gap-2">
        <TextField
          name="q"
          label="E-mail or name"
          defaultValue={query}
          className="min-w-0 flex-1 sm:max-w-md"
          type="search"
        />
        <Button type="submit" icon={Search}>
          Find people
        </Button>
      </Form>
      {people.length > 0 ? (
        <FoundPeople people={people} />
      ) : (
        <EmptyState icon={Users} title={query ? 'Nobody was found' : 'Whom are you looking for?'}>
          Enter an e-mail address or a name, or how one begins. The first 25 are shown.
        </EmptyState>
      )}
    </>
  )
}

type Shown = Pick<
  FoundPerson,
  'id' | 'email' | 'fullName' | 'role' | 'isVerified' | 'isDisabled' | 'organizations'
>

function FoundPeople({ people }: { people: readonly Shown[] }) {
  const ownId = useViewer()?.id
  return (
    <DataTable
      caption="People by name"
      rows={people}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          header: 'Name',
          isName: true,
          cell: ({ fullName, email }) => (
            <span className="grid wrap-anywhere">
              {fullName}
              <span className="text-sm font-normal text-ink-quiet">{email}</span>
            </span>
          ),
        },
        {
          key: 'state',
          header: 'State',
          cell: ({ isDisabled, isVerified }) =>
            isDisabled ? (
              <Badge tone="bad">Disabled</Badge>
            ) : (
              <Badge tone={isVerified ? 'good' : 'neutral'}>{isVerified ? 'Active' : 'Not verified'}</Badge>
            ),
        },
        {
          key: 'organizations',
          header: 'Organizations',
          cell: ({ organizations }) =>
            organizations.length === 0 ? null : (
              <ul className="text-sm">
                {organizations.map(({ slug, name, role, status }) => (
                  <li key={slug}>
                    {name}{' '}
                    <span className="text-ink-quiet">
                      ({status === 'active' ? role : `${role}, ${status}`})
                    </span>
                  </li>
                ))}
              </ul>
            ),
        },
        {
          key: 'actions',
          header: 'Actions',
          hideHeader: true,
          align: 'end',
          cell: (person) => (person.id === ownId ? null : <Actions person={person} />),
        },
      ]}
    />
  )
}

/** What can be done about somebody else; nobody looks at the product as a platform owner. */
function Actions({ person: { id, fullName, role, isDisabled } }: { person: Shown }) {
  const change = isDisabled ? 'Enable' : 'Disable'
  return (
    <span className="inline-flex flex-wrap justify-end gap-2">
      {role !== 'platform_owner' && (
        <LinkButton
          to={`/platform/people/${id}/see-as`}
          look="quiet"
          size="sm"
          aria-label={`See as ${fullName}…`}
        >
          See as this person…
        </LinkButton>
      )}
      <LinkButton
        to={`/platform/people/${id}/account`}
        look="quiet"
        size="sm"
        aria-label={`${change} the account of ${fullName}…`}
      >
        {change}…
      </LinkButton>
    </span>
  )
}
