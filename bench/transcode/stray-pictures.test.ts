import { expect, test } from 'vitest'
import { strayPictures } from './stray-pictures.ts'

const part = { shownAt: 0, ticks: 4000, samples: 120, seamless: true }
const second = { ...part, shownAt: 4000 }
const whole = { ...part, ticks: 8000, samples: 240 }

test('chunks that follow each other without a gap are as good as one piece', () => {
  expect(strayPictures([part, second], whole)).toBe(0)
})

test('a missing or doubled picture counts', () => {
  expect(strayPictures([part, { ...second, samples: 119 }], whole)).toBe(1)
  expect(strayPictures([part, { ...second, samples: 122 }], whole)).toBe(2)
})

test('a gap between two chunks, or inside one, counts', () => {
  expect(strayPictures([part, { ...second, shownAt: 4033 }], whole)).toBe(1)
  expect(strayPictures([part, { ...second, seamless: false }], whole)).toBe(1)
})
