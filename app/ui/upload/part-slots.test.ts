import { expect, test } from 'vitest'
import { PartSlots } from './part-slots.ts'

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

/** Notes in which order slots are given. */
function noting(slots: PartSlots) {
  const given: string[] = []
  const releases: (() => void)[] = []
  const ask = (owner: string, signal?: AbortSignal) => {
    const taking = slots.take(owner, signal).then((release) => {
      given.push(owner)
      releases.push(release)
    })
    taking.catch(() => {})
    return taking
  }
  return { given, releases, ask }
}

test('a small file chosen after a large one gets the next slot', async () => {
  const { given, releases, ask } = noting(new PartSlots(2))
  for (let part = 0; part < 10; part++) void ask('large')
  void ask('small')
  await settled()
  expect(given).toEqual(['large', 'large'])
  releases[0]!()
  await settled()
  expect(given).toEqual(['large', 'large', 'small'])
})

test('there are never more parts on the way than the limit, and all have their turn', async () => {
  const { given, releases, ask } = noting(new PartSlots(3))
  for (let part = 0; part < 20; part++) void ask(`file ${part % 4}`)
  for (let at = 0; at < 20; at++) {
    await settled()
    expect(given.length).toBe(Math.min(20, at + 3))
    releases[at]!()
  }
})

test('a paused file gives its slots back and leaves the queue', async () => {
  const { given, releases, ask } = noting(new PartSlots(1))
  const pause = new AbortController()
  void ask('paused', pause.signal)
  const waiting = ask('paused', pause.signal)
  void ask('other')
  await settled()
  pause.abort()
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  await settled()
  expect(given).toEqual(['paused', 'other'])
  releases[0]!()
  void ask('late')
  await settled()
  expect(given).toEqual(['paused', 'other'])
})
