import { expect, test } from 'vitest'
import { createSlots } from './slots.ts'

const never = new AbortController().signal
/** What a promise has come to by now. */
const standing = async (promise: Promise<unknown>) =>
  Promise.race([
    promise.then(
      (leave) => (leave ? 'in' : 'sent away'),
      () => 'stopped',
    ),
    new Promise((resolve) => setImmediate(resolve, 'waiting')),
  ])

test('as many are let in as there is room for, and the next one when somebody leaves', async () => {
  const slots = createSlots(2)
  const leaveFirst = await slots.enter(never)
  await slots.enter(never)
  const third = slots.enter(never)
  expect(await standing(third)).toBe('waiting')
  leaveFirst?.()
  expect(await standing(third)).toBe('in')
})

test('first come, first served', async () => {
  const slots = createSlots(1)
  const leave = await slots.enter(never)
  const order: string[] = []
  const second = slots.enter(never).then((leaveSecond) => (order.push('second'), leaveSecond))
  const third = slots.enter(never).then((leaveThird) => (order.push('third'), leaveThird))
  leave?.()
  ;(await second)?.()
  await third
  expect(order).toEqual(['second', 'third'])
})

test('room that was given back twice is room for one', async () => {
  const slots = createSlots(1)
  const leave = await slots.enter(never)
  leave?.()
  leave?.()
  expect(await standing(slots.enter(never))).toBe('in')
  expect(await standing(slots.enter(never))).toBe('waiting')
})

test('whoever finds no room in time is sent away, and takes nobody’s place', async () => {
  const slots = createSlots(1)
  const leave = await slots.enter(never)
  expect(await slots.enter(never, 5)).toBeUndefined()
  const patient = slots.enter(never)
  leave?.()
  expect(await standing(patient)).toBe('in')
})

test('whoever is told to stop while waiting takes nobody’s place', async () => {
  const slots = createSlots(1)
  const leave = await slots.enter(never)
  const leaving = new AbortController()
  const stopped = slots.enter(leaving.signal)
  const patient = slots.enter(never)
  leaving.abort()
  expect(await standing(stopped)).toBe('stopped')
  leave?.()
  expect(await standing(patient)).toBe('in')
  await expect(slots.enter(leaving.signal)).rejects.toThrow()
})
