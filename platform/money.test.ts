import { expect, test } from 'vitest'
import { formatMoney } from './money.ts'

test('money is shown in its own minor units, however its currency is written', () => {
  expect(formatMoney(1250, 'usd')).toBe('$12.50')
  expect(formatMoney(1200, 'USD', { short: true })).toBe('$12')
  expect(formatMoney(1250, 'JPY')).toBe('¥1,250')
  expect(formatMoney(1250, 'KWD')).toMatch(/1\.250/)
  expect(formatMoney(125000, 'HUF')).toMatch(/1,250\.00/)
  expect(formatMoney(-500, 'EUR')).toBe('-€5.00')
})
