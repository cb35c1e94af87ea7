import { expect, test } from 'vitest'
import { splitTags } from './tags.ts'

test('tags are split at commas, trimmed, and kept once whatever their case', () => {
  expect(splitTags(' Yoga, morning  light,, yoga ,')).toEqual(['Yoga', 'morning light'])
  expect(splitTags('')).toEqual([])
})
