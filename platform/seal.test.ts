import { expect, test } from 'vitest'
import { keyedHash, seal, unseal } from './seal.ts'

const secret = 'a secret of the platform, long enough'

test('what was sealed opens with the same secret, purpose and context, and with no other', () => {
  const sealed = seal(secret, 'totp', 'maya', 'JBSWY3DP')
  expect(unseal(secret, 'totp', 'maya', sealed)).toBe('JBSWY3DP')
  expect(() => unseal('another secret', 'totp', 'maya', sealed)).toThrow()
  expect(() => unseal(secret, 'export', 'maya', sealed)).toThrow()
  expect(() => unseal(secret, 'totp', 'carl', sealed)).toThrow()
})

test('a sealed text neither shows what it holds nor twice the same', () => {
  const sealed = seal(secret, 'totp', 'maya', 'JBSWY3DP')
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('JBSWY3DP')
  expect(seal(secret, 'totp', 'maya', 'JBSWY3DP')).not.toBe(sealed)
})

test('a sealed text that was altered does not open', () => {
  const bytes = Buffer.from(seal(secret, 'totp', 'maya', 'JBSWY3DP'), 'base64url')
  bytes[bytes.length - 1]! ^= 1
  expect(() => unseal(secret, 'totp', 'maya', bytes.toString('base64url'))).toThrow()
  expect(() => unseal(secret, 'totp', 'maya', bytes.subarray(0, 20).toString('base64url'))).toThrow()
})

test('a keyed hash needs the secret and keeps to its purpose', () => {
  const hash = keyedHash(secret, 'recovery', 'maya:abc')
  expect(keyedHash(secret, 'recovery', 'maya:abc')).toBe(hash)
  expect(keyedHash('another secret', 'recovery', 'maya:abc')).not.toBe(hash)
  expect(keyedHash(secret, 'other', 'maya:abc')).not.toBe(hash)
})
