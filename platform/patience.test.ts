import { expect, test } from 'vitest'
import { isPassing, patiently } from './patience.ts'

const withCode = (code: string) => Object.assign(new Error('no'), { code })

test.each([
  ['a refused connection', withCode('ECONNREFUSED')],
  ['a database that shuts down', withCode('57P01')],
  ['a full disk', withCode('ENOSPC')],
  [
    'a storage that answers 503',
    Object.assign(new Error('slow down'), { $metadata: { httpStatusCode: 503 } }),
  ],
  ['such an error wrapped in another', new Error('query failed', { cause: withCode('ECONNRESET') })],
])('%s passes', (_name, error) => expect(isPassing(error)).toBe(true))

test.each([
  ['a broken rule of the database', withCode('23514')],
  ['a missing object', Object.assign(new Error('no'), { $metadata: { httpStatusCode: 404 } })],
  ['a mistake of ours', new TypeError('x is not a function')],
])('%s does not pass by itself', (_name, error) => expect(isPassing(error)).toBe(false))

test('work is tried again until what it needs is back', async () => {
  let tries = 0
  const answer = await patiently(
    () => (++tries < 3 ? Promise.reject(withCode('ECONNREFUSED')) : Promise.resolve('done')),
    { forSeconds: 10 },
  )
  expect([answer, tries]).toEqual(['done', 3])
})

test('a failure that will not pass is thrown at once', async () => {
  let tries = 0
  const work = () => Promise.reject(withCode((++tries, '23514')))
  await expect(patiently(work, { forSeconds: 10 })).rejects.toMatchObject({ code: '23514' })
  expect(tries).toBe(1)
})

test('patience ends when the time is up, or when told to stop', async () => {
  await expect(patiently(() => Promise.reject(withCode('EPIPE')), { forSeconds: 0 })).rejects.toMatchObject({
    code: 'EPIPE',
  })
  const stop = new AbortController()
  const waiting = patiently(() => Promise.reject(withCode('EPIPE')), {
    forSeconds: 60,
    signal: stop.signal,
    onRetry: () => stop.abort(),
  })
  await expect(waiting).rejects.toThrow()
})
