import { expect, test } from 'vitest'
import { givableRoles } from './given-roles.ts'
import { rolePermissions, type Permission } from './permissions.ts'

const editor = {
  id: '00000000-0000-4000-8000-000000000001',
  name: 'Editor',
  description: '',
  permissions: ['content.edit_others'] as Permission[],
}
const namesFor = (isOwner: boolean, permissions: readonly Permission[]) =>
  givableRoles({ isOwner, permissions }, [editor]).map(({ label }) => label)

test('the owner gives every role, an admin every role but their own', () => {
  expect(namesFor(true, rolePermissions.owner)).toEqual(['Admin', 'Creator', 'Member', 'Editor'])
  expect(namesFor(false, rolePermissions.admin)).toEqual(['Creator', 'Member', 'Editor'])
})

test('nobody is offered a role that may more than they', () => {
  expect(namesFor(false, ['people.manage'])).toEqual(['Member'])
  expect(namesFor(false, ['people.manage', 'content.edit_others'])).toEqual(['Member', 'Editor'])
})
