import { Download, ScrollText } from 'lucide-react'
import { buttonClass, LinkButton } from '../kit/button.tsx'
import { EmptyState } from '../kit/empty-state.tsx'
import { PageHeader } from '../kit/page-header.tsx'
import { Pagination } from '../kit/pagination.tsx'
import type { ChoiceGroup } from '../kit/select.tsx'
import { AuditFilter } from './audit-filter.tsx'
import { AuditTable, type AuditRow } from './audit-table.tsx'

export type AuditLogProps = {
  /** Where this log is. */
  here: string
  scope: 'organization' | 'platform'
  rows: readonly AuditRow[]
  people: readonly { id: string; fullName: string }[]
  actions: readonly ChoiceGroup[]
  timeZone: string
  isUnknown: boolean
  /** What it is narrowed to, as it stands in the address. */
  search: string
  previous?: string | undefined
  next?: string | undefined
}

const descriptions = {
  organization:
    'Who did what here, when and from where. Of customers it keeps what they did, never who they are.',
  platform: 'Everything that is written down, of everybody and every organization.',
} as const

/** The audit log of an organization, or of the whole platform. */
export function AuditLog({ here, scope, rows, search, previous, next, ...filter }: AuditLogProps) {
  const address = (more: Record<string, string> = {}) => {
    const all = new URLSearchParams(search)
    for (const [name, value] of Object.entries(more)) all.set(name, value)
    return all.size > 0 ? `${here}?${all}` : here
  }
  const hasOrganizations = scope === 'platform'
  return (
    <>
      <PageHeader
        title="Audit log"
        description={descriptions[scope]}
        action={
          rows.length > 0 && (
            <a href={`${here}/export${search && `?${search}`}`} download className={buttonClass('quiet')}>
              <Download aria-hidden className="size-4" />
              Download CSV
            </a>
          )
        }
      />
      <AuditFilter {...{ ...filter, search, here, hasOrganizations }} />
      {rows.length > 0 ? (
        <AuditTable
          rows={rows}
          narrow={(name, value) => address({ [name]: value })}
          hasOrganizations={hasOrganizations}
        />
      ) : search || previous || next ? (
        <EmptyState
          icon={ScrollText}
          title="No event is like that"
          action={
            <LinkButton to={here} look="quiet">
              Clear filters
            </LinkButton>
          }
        >
          Choose other days, or leave something open.
        </EmptyState>
      ) : (
        <EmptyState icon={ScrollText} title="Nothing has happened yet">
          What people do here is written down from now on, and stays: nobody can change it.
        </EmptyState>
      )}
      <Pagination
        previous={previous && address({ before: previous })}
        next={next && address({ after: next })}
      />
    </>
  )
}
