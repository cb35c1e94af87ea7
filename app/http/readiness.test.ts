import { expect, test } from 'vitest'
import { checkParts } from './readiness.server.ts'

test('a process is ready when all its parts answer', async () => {
  const { isReady, parts } = await checkParts({ redis: () => Promise.resolve('PONG') })
  expect([isReady, parts.redis.ok]).toEqual([true, true])
})

test('one part that fails or does not answer in time makes it not ready, and is named', async () => {
  const { isReady, parts } = await checkParts(
    {
      postgres: () => Promise.resolve(),
      redis: () => Promise.reject(new Error('away')),
      storage: () => new Promise(() => {}),
    },
    20,
  )
  expect(isReady).toBe(false)
  expect(parts).toMatchObject({ postgres: { ok: true }, redis: { ok: false }, storage: { ok: false } })
})
