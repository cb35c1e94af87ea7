import { Check, Minus, Trash2 } from 'lucide-react'
import { roleNames } from '#domain/organization/given-roles.ts'
import type { CustomRole } from '#domain/organization/people-queries.ts'
import {
  allPermissions,
  permissions,
  rolePermissions,
  type Permission,
} from '#domain/organization/permissions.ts'
import { IconButton } from '../kit/button.tsx'
import { ConfirmDialog } from '../kit/dialog.tsx'
import { RoleDialog } from './role-dialog.tsx'

const builtIn = ['owner', 'admin', 'creator', 'member'] as const

/** Permissions down, roles across: the built-in ones as they are, the organization's own with a way to change them. */
export function RoleMatrix({
  customRoles,
  held,
}: {
  customRoles: readonly CustomRole[]
  held: readonly Permission[]
}) {
  const columns: { key: string; name: string; allows: readonly Permission[]; role?: CustomRole }[] = [
    ...builtIn.map((role) => ({ key: role, name: roleNames[role], allows: rolePermissions[role] })),
    ...customRoles.map((role) => ({ key: role.id, name: role.name, allows: role.permissions, role })),
  ]
  return (
    <div
      className="relative overflow-x-auto rounded-lg border border-line bg-surface shadow-low"
      // A wide table scrolls sideways; the keyboard must be able to.
      tabIndex={0}
      role="region"
      aria-label="What each role may do"
    >
      <table className="w-full text-left">
        <caption className="sr-only">What each role may do</caption>
        <thead className="border-b border-line text-sm">
          <tr>
            <th scope="col" className="px-4 py-3 font-medium text-ink-quiet">
              Permission
            </th>
            {columns.map(({ key, name, role }) => (
              <th key={key} scope="col" className="min-w-24 px-3 py-3 text-center align-bottom font-medium">
                <span className="wrap-anywhere">{name}</span>
                {role && (
                  <span className="flex justify-center">
                    <RoleDialog role={role} held={held} />
                    <DeleteRole role={role} />
                  </span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {allPermissions.map((permission) => (
            <tr key={permission}>
              <th scope="row" className="min-w-56 px-4 py-3 font-medium">
                {permissions[permission].name}
                <span className="block text-sm font-normal text-ink-quiet">
                  {permissions[permission].sentence}
                </span>
              </th>
              {columns.map(({ key, allows }) => (
                <td key={key} className="px-3 py-3 text-center">
                  <Mark isAllowed={allows.includes(permission)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Mark({ isAllowed }: { isAllowed: boolean }) {
  const Icon = isAllowed ? Check : Minus
  return (
    <>
      <Icon aria-hidden className={isAllowed ? 'inline size-5 text-good' : 'inline size-4 text-ink-quiet'} />
      <span className="sr-only">{isAllowed ? 'Yes' : 'No'}</span>
    </>
  )
}

function DeleteRole({ role: { id, name } }: { role: CustomRole }) {
  return (
    <ConfirmDialog
      trigger={<IconButton icon={Trash2} label={`Delete ${name}`} size="sm" />}
      title={`Delete the role ${name}?`}
      confirm="Delete role"
      fields={{ intent: 'delete', roleId: id }}
    >
      Nobody can have it then. It can only be deleted while nobody has it.
    </ConfirmDialog>
  )
}
