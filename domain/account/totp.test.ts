import { generate } from 'otplib'
import { expect, test } from 'vitest'
import { matchTotp, newTotpSecret, totpUri } from './totp.ts'

const secret = newTotpSecret()
const now = new Date('2026-11-26T02:00:10Z')
const step = Math.floor(now.getTime() / 30_000)
const codeAt = (seconds: number) => generate({ secret, epoch: Math.floor(now.getTime() / 1000) + seconds })
const match = async (code: string, lastStep = 0) => matchTotp({ secret, code, lastStep, now })

test('the code of this half minute counts, and of one before and after for clocks that are off', async () => {
  expect(await match(await codeAt(0))).toBe(step)
  expect(await match(await codeAt(-30))).toBe(step - 1)
  expect(await match(await codeAt(30))).toBe(step + 1)
  expect(await match(await codeAt(-90))).toBeUndefined()
  expect(await match(await codeAt(90))).toBeUndefined()
})

test('a code of a step that was used, or of one before it, counts no more', async () => {
  expect(await match(await codeAt(0), step)).toBeUndefined()
  expect(await match(await codeAt(-30), step)).toBeUndefined()
  expect(await match(await codeAt(30), step)).toBe(step + 1)
})

test('what the QR code says names the platform and the account', () => {
  expect(totpUri(secret, 'maya@codex.test')).toBe(
    `otpauth://totp/Codex:maya%40codex.test?secret=${secret}&issuer=Codex`,
  )
})
