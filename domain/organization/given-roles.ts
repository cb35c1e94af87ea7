import type { OrganizationRole } from '#db/schema/organization.ts'
import { roleValue } from './people-forms.ts'
import { rolePermissions, type Permission } from './permissions.ts'
import type { CustomRole } from './people-queries.ts'

/** The names of the built-in roles. */
export const roleNames: Record<OrganizationRole, string> = {
  owner: 'Owner',
  admin: 'Admin',
  creator: 'Creator',
  member: 'Member',
  subscriber: 'Subscriber',
}

const builtIn = {
  admin: 'Runs the organization: everybody’s posts, sales, people and roles.',
  creator: 'Uploads, makes and publishes posts of their own.',
  member: 'Belongs to the organization and watches what is for members.',
} as const

export type RoleChoice = { readonly value: string; readonly label: string; readonly description: string }

/** The roles that somebody may give: none that may more than they, and admins only from the owner. */
export function givableRoles(
  { isOwner, permissions }: { isOwner: boolean; permissions: readonly Permission[] },
  customRoles: readonly CustomRole[],
): RoleChoice[] {
  const holdsAll = (wanted: readonly Permission[]) => wanted.every((name) => permissions.includes(name))
  return [
    ...(['admin', 'creator', 'member'] as const)
      .filter((role) => (role !== 'admin' || isOwner) && holdsAll(rolePermissions[role]))
      .map((role) => ({ value: role, label: roleNames[role], description: builtIn[role] })),
    ...customRoles
      .filter((role) => holdsAll(role.permissions))
      .map(({ id, name, description }) => ({ value: roleValue('', id), label: name, description })),
  ]
}
