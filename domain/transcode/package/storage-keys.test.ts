import { expect, test } from 'vitest'
import { generationOfKey, posterKey, renditionKey } from './storage-keys.ts'

const film = { creatorId: 'c', mediaId: 'm', generation: 12 }

test('an object tells which try made it', () => {
  expect(renditionKey(film, '720p')).toBe('c/hls/m/12/720p.mp4')
  expect(posterKey(film)).toBe('c/thumbnails/m/12.jpg')
  expect(generationOfKey('c/hls/m/12/720p.mp4', film)).toBe(12)
  expect(generationOfKey('c/thumbnails/m/12.jpg', film)).toBe(12)
})

test('an object of something else tells nothing', () => {
  expect(generationOfKey('c/originals/m/12/film.mp4', film)).toBeUndefined()
  expect(generationOfKey('c/hls/m/readme.txt', film)).toBeUndefined()
})
