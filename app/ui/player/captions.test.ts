import { expect, test } from 'vitest'
import { captionIn, captionsOf } from './captions.ts'

const track = (id: number, language: string, more: { active?: boolean; forced?: boolean } = {}) => ({
  id,
  language,
  label: null,
  active: false,
  forced: false,
  ...more,
})

test('captions are offered by language, and the shown ones are marked', () =>
  expect(captionsOf([track(1, 'en'), track(2, 'de', { active: true })], ['en'])).toEqual([
    { trackId: 1, language: 'en', label: 'English', isActive: false },
    { trackId: 2, language: 'de', label: 'German', isActive: true },
  ]))

test('forced captions are not a choice', () =>
  expect(captionsOf([track(1, 'en', { forced: true })], ['en'])).toEqual([]))

test('the viewer’s first language that there are captions in wins, whatever its region', () => {
  const captions = captionsOf([track(1, 'de'), track(2, 'pt-BR'), track(3, 'pt')], ['en'])
  expect(captionIn(captions, ['fr', 'pt', 'de'])?.trackId).toBe(3)
  expect(captionIn(captions, ['pt-PT'])?.trackId).toBe(2)
  expect(captionIn(captions, ['de-AT'])?.trackId).toBe(1)
  expect(captionIn(captions, ['fr'])).toBeUndefined()
})
