import { expect, test } from 'vitest'
import { claimTimes, whetherToClaim, type Claimable } from './claim-rules.ts'

const times = claimTimes(30)
const uploaded: Claimable = {
  status: 'uploaded',
  isDeleted: false,
  attempts: 0,
  claimedBy: null,
  silentSeconds: null,
}
const inWork: Claimable = {
  ...uploaded,
  status: 'transcoding',
  attempts: 1,
  claimedBy: 'other',
  silentSeconds: 2,
}
const decide = (media: Claimable) => whetherToClaim(media, 'me', times)

test('an uploaded film is claimed', () => expect(decide(uploaded)).toBe('claim'))

test('a film that somebody alive works at is left to them', () => expect(decide(inWork)).toBe('leave'))

test('the film of a worker that fell silent is taken over', () =>
  expect(decide({ ...inWork, silentSeconds: 15 })).toBe('claim'))

test('what this worker had claimed and lost sight of is its own again', () =>
  expect(decide({ ...inWork, claimedBy: 'me' })).toBe('claim'))

test.each(['uploading', 'ready', 'failed'] as const)('a film that is %s is left alone', (status) =>
  expect(decide({ ...uploaded, status })).toBe('leave'),
)

test('a deleted film is left alone', () => expect(decide({ ...uploaded, isDeleted: true })).toBe('leave'))

test('a film that ended three workers is given up', () => {
  expect(decide({ ...uploaded, attempts: 3 })).toBe('give_up')
  expect(decide({ ...inWork, attempts: 3, silentSeconds: 90 })).toBe('give_up')
})

test('a dead claim is silent long enough whenever its lock can have run out', () => {
  const { heartbeatSeconds, silentSeconds, lostSeconds } = times
  expect(heartbeatSeconds * 2).toBeLessThan(silentSeconds)
  expect(silentSeconds).toBeLessThan(15)
  expect(lostSeconds).toBeGreaterThan(30)
})
