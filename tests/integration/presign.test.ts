import { expect, test } from 'vitest'
import { wireForTest } from '#tests/support/wiring.ts'

test('storage answers byte ranges at a signed address, and nothing at one that was changed', async () => {
  const { needs } = await wireForTest()
  const object = { bucket: 'media', key: `signed/it's "ü" (1)+&=?/#%20.bin` } as const
  await needs.storage.put(object, 'abcdefghij', 'application/octet-stream')

  for (const audience of ['browser', 'process'] as const) {
    const address = await needs.storage.signGet(object, 60, audience)
    const answer = await fetch(address, { headers: { range: 'bytes=2-4' } })
    expect(answer.status).toBe(206)
    expect(answer.headers.get('content-range')).toBe('bytes 2-4/10')
    expect(await answer.text()).toBe('cde')

    const longer = await fetch(address.replace('X-Amz-Expires=60', 'X-Amz-Expires=600'))
    expect(longer.status).toBe(403)
  }
})
