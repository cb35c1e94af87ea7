import type { RoleChoice } from '#domain/organization/given-roles.ts'
import { roleNames } from '#domain/organization/given-roles.ts'
import type { CustomRole, MemberRow } from '#domain/organization/people-queries.ts'
import { Badge } from '../kit/badge.tsx'
import { DataTable } from '../kit/data-table.tsx'
import { DateTime } from '../kit/time.tsx'
import { MemberActions, type Manager } from './member-actions.tsx'

export type PeopleTableProps = {
  people: readonly MemberRow[]
  customRoles: readonly CustomRole[]
  manager: Manager
  roles: readonly RoleChoice[]
  organizationName: string
}

/** Who belongs to the organization or did, and what can be done about it. */
export function PeopleTable({ people, customRoles, manager, roles, organizationName }: PeopleTableProps) {
  const nameOf = ({ role, customRoleId }: MemberRow) =>
    customRoles.find(({ id }) => id === customRoleId)?.name ?? roleNames[role]
  return (
    <DataTable
      caption="People"
      rows={people}
      rowKey={({ personId }) => personId}
      columns={[
        {
          key: 'name',
          header: 'Name',
          isName: true,
          cell: (member) => (
            <div className="grid min-w-0">
              <span className="wrap-anywhere">
                {member.fullName}
                {member.personId === manager.personId && <span className="text-ink-quiet"> (you)</span>}
              </span>
              <span className="text-sm font-normal wrap-anywhere text-ink-quiet">{member.email}</span>
            </div>
          ),
        },
        {
          key: 'role',
          header: 'Role',
          cell: (member) => (
            <div className="flex flex-wrap items-center gap-1.5">
              {nameOf(member)}
              {member.grants.length > 0 && <Badge tone="info">+{member.grants.length}</Badge>}
            </div>
          ),
        },
        {
          key: 'joined',
          header: 'Joined',
          className: 'whitespace-nowrap text-sm text-ink-quiet',
          cell: ({ joinedAt }) => joinedAt && <DateTime value={joinedAt} dateOnly />,
        },
        {
          key: 'status',
          header: 'Status',
          cell: ({ status, joinedAt }) =>
            status === 'active' ? (
              <Badge tone="good">Active</Badge>
            ) : (
              <Badge>{joinedAt ? 'Removed' : 'Left'}</Badge>
            ),
        },
        {
          key: 'actions',
          header: 'Actions',
          hideHeader: true,
          align: 'end',
          cell: (member) => (
            <MemberActions
              member={member}
              manager={manager}
              roles={roles}
              organizationName={organizationName}
            />
          ),
        },
      ]}
    />
  )
}
