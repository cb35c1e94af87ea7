import fc from 'fast-check'
import { expect, test } from 'vitest'
import { brandColors, brandStyle, contrast } from './brand.ts'

const anyColor = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`)

test('any colour an organization chooses can be read in both themes, as text and under text', () => {
  fc.assert(
    fc.property(anyColor, (hex) => {
      const colors = brandColors(hex)
      expect(contrast(colors!.light, '#ffffff')).toBeGreaterThanOrEqual(4.5)
      expect(contrast(colors!.light, '#f2f3f5')).toBeGreaterThanOrEqual(4.5)
      expect(contrast(colors!.dark, '#25272d')).toBeGreaterThanOrEqual(4.5)
      expect(contrast(colors!.dark, '#0e1014')).toBeGreaterThanOrEqual(4.5)
    }),
  )
})

test('a colour that is readable already stays what it is', () => {
  expect(brandColors('#3730a3')?.light).toBe('#3730a3')
  expect(brandColors('#a5b4fc')?.dark).toBe('#a5b4fc')
})

test('yellow becomes a dark yellow on white and stays yellow on black', () => {
  const yellow = brandColors('#fd0')
  expect(yellow?.dark).toBe('#ffdd00')
  expect(yellow?.light).toMatch(/^#[678]/)
})

test('what is no colour changes nothing', () => {
  expect(brandColors('red; background: url(x)')).toBeUndefined()
  expect(brandStyle(null)).toBeUndefined()
  expect(brandStyle('#12345')).toBeUndefined()
})
