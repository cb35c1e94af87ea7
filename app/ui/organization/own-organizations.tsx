import { Form, Link } from '@remix-run/react'
import { SubmitButton } from '../kit/form.tsx'
import { DateTime } from '../kit/time.tsx'
import type { Viewer } from '../viewer.ts'
import { OrganizationMark } from './organization-mark.tsx'
import { roleWords } from './role-words.ts'

/** The organizations somebody works in, each a way into its studio. */
export function OwnOrganizations({
  organizations,
}: {
  organizations: Omit<Viewer['organizations'][number], 'places'>[]
}) {
  if (organizations.length === 0) return null
  return (
    <ul className="grid gap-3">
      {organizations.map((organization) => (
        <li
          key={organization.id}
          className="group relative flex items-center gap-4 rounded-lg border border-line bg-surface p-4 shadow-low hover:shadow-high"
        >
          <OrganizationMark organization={organization} className="size-10" />
          <Link
            to={`/studio/${organization.slug}/media`}
            className="min-w-0 flex-1 truncate font-medium group-hover:underline after:absolute after:inset-0"
          >
            {organization.name}
          </Link>
          <span className="text-sm text-ink-quiet">{roleWords[organization.role]}</span>
        </li>
      ))}
    </ul>
  )
}

type Deleted = { id: string; slug: string; name: string; goneAt: Date | string }

/** Organizations that were deleted, the day each will be gone, and the way back. */
export function DeletedOrganizations({ organizations }: { organizations: readonly Deleted[] }) {
  if (organizations.length === 0) return null
  return (
    <section aria-labelledby="deleted" className="grid gap-3">
      <h2 id="deleted" className="text-lg font-semibold">
        Deleted
      </h2>
      <ul className="grid gap-3">
        {organizations.map(({ id, slug, name, goneAt }) => (
          <li
            key={id}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-dashed border-line bg-surface/60 p-4"
          >
            <div className="min-w-0 flex-1 basis-52">
              <p className="truncate font-medium">{name}</p>
              <p className="text-sm text-ink-quiet">
                /{slug} is gone for good on <DateTime value={goneAt} dateOnly />
              </p>
            </div>
            <Form method="post">
              <input type="hidden" name="organizationId" value={id} />
              <SubmitButton name="intent" value="restore" look="quiet" aria-label={`Restore ${name}`}>
                Restore
              </SubmitButton>
            </Form>
          </li>
        ))}
      </ul>
    </section>
  )
}
