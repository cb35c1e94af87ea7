import { Link } from '@remix-run/react'
import { Badge } from '../kit/badge.tsx'
import { TextLink } from '../kit/button.tsx'
import { DataTable, type Column } from '../kit/data-table.tsx'
import { IpAddress } from '../kit/figures.tsx'
import { DateTime } from '../kit/time.tsx'

/** An event in words, as the page and the download show it. */
export type AuditRow = {
  readonly id: string
  readonly moment: string
  readonly what: string
  readonly subject?: { readonly words: string; readonly to?: string | undefined } | undefined
  readonly detail?: string | undefined
  readonly who: string
  /** Whom the log can be narrowed to. */
  readonly personId: string | null
  readonly result: 'success' | 'refused'
  /** null where it is not the reader's to know. */
  readonly ipAddress: string | null
  readonly browser: string | null
  readonly organization?: { readonly slug: string; readonly name: string } | undefined
}

export type AuditTableProps = {
  rows: readonly AuditRow[]
  /** The address of the log narrowed to this beside what it is narrowed to already. */
  narrow: (name: 'person' | 'organization', value: string) => string
  hasOrganizations: boolean
}

/** Who did what, when and from where. */
export function AuditTable({ rows, narrow, hasOrganizations }: AuditTableProps) {
  const organization: Column<AuditRow> = {
    key: 'organization',
    header: 'Organization',
    className: 'align-top',
    cell: ({ organization: of }) =>
      of ? (
        <Link to={narrow('organization', of.slug)} className="rounded-sm wrap-anywhere hover:underline">
          {of.name}
        </Link>
      ) : null,
  }
  return (
    <DataTable
      caption="Events, newest first"
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'what',
          header: 'What',
          isName: true,
          className: 'align-top sm:min-w-64',
          cell: (row) => <What row={row} />,
        },
        {
          key: 'who',
          header: 'Who',
          className: 'align-top',
          cell: ({ who, personId }) =>
            personId ? (
              <Link to={narrow('person', personId)} className="rounded-sm wrap-anywhere hover:underline">
                {who}
              </Link>
            ) : (
              <span className="text-ink-quiet">{who}</span>
            ),
        },
        ...(hasOrganizations ? [organization] : []),
        {
          key: 'when',
          header: 'When',
          className: 'align-top text-sm sm:whitespace-nowrap',
          cell: ({ moment }) => <DateTime value={moment} className="tabular" />,
        },
        {
          key: 'from',
          header: 'From',
          className: 'align-top text-sm text-ink-quiet',
          cell: ({ ipAddress, browser }) =>
            ipAddress === null && browser === null ? null : (
              <div className="grid">
                {ipAddress && <IpAddress value={ipAddress} />}
                <span>{browser}</span>
              </div>
            ),
        },
        {
          key: 'result',
          header: 'Result',
          className: 'align-top',
          cell: ({ result }) =>
            result === 'success' ? <Badge tone="good">Done</Badge> : <Badge tone="bad">Refused</Badge>,
        },
      ]}
    />
  )
}

function What({ row: { what, subject, detail } }: { row: AuditRow }) {
  return (
    <div className="grid gap-0.5">
      <span>{what}</span>
      {(subject || detail) && (
        <span className="text-sm font-normal wrap-anywhere text-ink-quiet">
          {subject?.to ? <TextLink to={subject.to}>{subject.words}</TextLink> : subject?.words}
          {subject && detail && ' · '}
          {detail}
        </span>
      )}
    </div>
  )
}
