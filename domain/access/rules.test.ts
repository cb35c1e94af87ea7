import { expect, test } from 'vitest'
import { linkSeconds, qualitiesOf } from './rules.ts'

const now = new Date('2026-11-21T12:00:00Z')
const until = (seconds: number) => ({ expiresAt: new Date(now.getTime() + seconds * 1000) })

test('a link to paid bytes never lives longer than an hour', () => {
  expect(linkSeconds(3600, { expiresAt: null }, now)).toBe(3600)
  expect(linkSeconds(86_400, { expiresAt: null }, now)).toBe(3600)
  expect(linkSeconds(60, { expiresAt: null }, now)).toBe(60)
})

test('a link dies with the right it was made for', () => {
  expect(linkSeconds(3600, until(90.7), now)).toBe(90)
  expect(linkSeconds(3600, until(7200), now)).toBe(3600)
})

test('qualities are named smallest first, and sound counts only where there is no picture', () => {
  const sound = [
    { kind: 'audio', name: '128k', bandwidth: 128_000 },
    { kind: 'audio', name: '64k', bandwidth: 64_000 },
  ] as const
  const pictures = [
    { kind: 'video', name: '720p', bandwidth: 2_000_000 },
    { kind: 'video', name: '360p', bandwidth: 600_000 },
  ] as const
  expect(qualitiesOf([...pictures, ...sound])).toEqual(['360p', '720p'])
  expect(qualitiesOf(sound)).toEqual(['64k', '128k'])
})
