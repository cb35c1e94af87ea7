import { expect, test } from 'vitest'
import { fingerprintOf } from './fingerprint.ts'
import { Speedometer } from './speed.ts'

test('the pace and the time left follow the last seconds', () => {
  const speed = new Speedometer()
  for (let second = 0; second <= 20; second++) speed.note(second * 1000, second * 1000)
  expect(speed.read(30_000)).toEqual({ bytesPerSecond: 1000, secondsLeft: 10 })
})

test('nothing is claimed before there is something to go by', () => {
  const speed = new Speedometer()
  speed.note(5_000_000, 0)
  expect(speed.read(10_000_000)).toEqual({ bytesPerSecond: 0, secondsLeft: undefined })
})

test('a part that is sent again does not make the pace negative', () => {
  const speed = new Speedometer()
  speed.note(8000, 0)
  speed.note(9000, 1000)
  speed.note(2000, 2000)
  speed.note(4000, 3000)
  expect(speed.read(10_000).bytesPerSecond).toBe(2000)
})

test('the same file chosen again is recognized, another one is not', () => {
  const file = { name: 'Film.mp4', size: 5, lastModified: 7 }
  expect(fingerprintOf({ ...file })).toBe(fingerprintOf(file))
  for (const other of [{ name: 'Film2.mp4' }, { size: 6 }, { lastModified: 8 }])
    expect(fingerprintOf({ ...file, ...other })).not.toBe(fingerprintOf(file))
})
