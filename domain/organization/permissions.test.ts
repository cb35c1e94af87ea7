import { expect, test } from 'vitest'
import { organizationRoles } from '#db/schema/organization.ts'
import { allPermissions, isPermission, permissions, rolePermissions } from './permissions.ts'

test('every built-in role has its permissions, each role no more than the one above it', () => {
  expect(Object.keys(rolePermissions)).toEqual([...organizationRoles])
  const sets = organizationRoles.map((role) => new Set<string>(rolePermissions[role]))
  for (const [at, set] of sets.entries())
    expect([...set].every((name) => (sets[at - 1] ?? new Set(allPermissions)).has(name))).toBe(true)
})

test('the owner may do everything, a member nothing that is not granted', () => {
  expect(rolePermissions.owner).toEqual(allPermissions)
  expect(rolePermissions.member).toEqual([])
})

test('every permission says in a sentence what it opens', () => {
  for (const { sentence } of Object.values(permissions)) expect(sentence).toMatch(/^[A-Z].+\.$/)
})

test('no word that objects have by themselves is a permission', () => {
  expect(['toString', 'constructor', '__proto__', 'content.fly'].filter(isPermission)).toEqual([])
})
