import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { actionChoices, actionWords, auditActions, isAuditAction } from './actions.ts'

const filesOf = (folder: string, ending: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name) && !/\.test\.tsx?$/.test(name) && name !== 'audit/actions.ts')
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))

/** Everything that the database's own functions write down; `'purchase.' || result` stands for a purchase in each state. */
function actionsInSql(): string[] {
  const inserts = filesOf('db/security', /\.sql$/).flatMap(
    (text) => text.match(/insert into app\.audit_events[^;]*;/g) ?? [],
  )
  expect(inserts.length).toBeGreaterThan(10)
  return inserts.flatMap((insert) => {
    const actions = [...insert.matchAll(/'([a-z]+\.[a-z_]*)'/g)].map(([, action]) => action!)
    expect(actions, insert).not.toEqual([])
    return actions
  })
}

/** Names in the code are checked by their type; what is looked for here is whether they are written down at all. */
const code = ['app', 'domain', 'worker'].flatMap((folder) => filesOf(folder, /\.tsx?$/)).join('\n')

test('everything that the database writes down has words', () => {
  expect(actionsInSql().filter((action) => action !== 'purchase.' && !isAuditAction(action))).toEqual([])
})

test.each(['completed', 'refunded'])('a purchase that is settled as %s has words', (status) => {
  expect(isAuditAction(`purchase.${status}`)).toBe(true)
})

test('there are no words for what is never written down', () => {
  const sql = actionsInSql()
  const isWritten = (action: string) =>
    sql.includes(action) ||
    (sql.includes('purchase.') && action.startsWith('purchase.')) ||
    code.includes(`'${action}'`) ||
    code.includes(`'${action.replace('organization.', '')}'`)
  expect(auditActions.filter((action) => !isWritten(action))).toEqual([])
})

test('every action can be chosen once on the platform, and those of accounts in no organization', () => {
  const chosen = (scope: 'organization' | 'platform') =>
    actionChoices(scope).flatMap(({ options }) => options.map(({ value }) => value))
  expect(chosen('platform').sort()).toEqual([...auditActions].sort())
  expect(chosen('organization')).toContain('content.publish')
  expect(chosen('organization').filter((action) => /^(account|support)\./.test(action))).toEqual([])
})

test('a refusal is called by its own words where it has some, and what nobody writes any more by its name', () => {
  expect(actionWords('account.sign_in')).toBe('Signed in')
  expect(actionWords('account.sign_in', 'refused')).toBe('Could not sign in')
  expect(actionWords('content.publish', 'refused')).toBe('Published a post')
  expect(actionWords('content.shred')).toBe('content.shred')
})
