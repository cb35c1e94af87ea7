import { expect, test } from 'vitest'
import { taskKinds } from '../plan/plan.ts'
import { kindsOf, priorityOf, queueOf } from './task-rules.ts'

test('each kind of task waits in the queue whose workers take it, and in no other', () => {
  for (const kind of taskKinds) {
    const takers = Object.entries(kindsOf).filter(([, kinds]) => (kinds as readonly string[]).includes(kind))
    expect(takers.map(([queue]) => queue)).toEqual([queueOf(kind)])
  }
})

test('what makes a film playable does not wait behind encodes', () => {
  expect(queueOf('copy')).not.toBe(queueOf('chunk'))
  expect(queueOf('sound')).not.toBe(queueOf('chunk'))
  expect(queueOf('finish')).not.toBe(queueOf('av1'))
})

const usual = { isStaff: false, isReplacement: false }
test('staff’s films and replacements of what is on sale come before others', () => {
  const urgent = priorityOf({ ...usual, isStaff: true }, 'chunk')
  expect(priorityOf({ ...usual, isReplacement: true }, 'chunk')).toBe(urgent)
  expect(priorityOf(usual, 'chunk')).toBeGreaterThan(urgent)
})

test('an AV1 rung comes last, whoever’s it is', () => {
  for (const film of [usual, { isStaff: true, isReplacement: true }])
    expect(priorityOf(film, 'av1')).toBeGreaterThan(priorityOf(usual, 'chunk'))
})
