import { expect, test } from 'vitest'
import { parseStoryboard, pictureAt } from './storyboard.ts'

const vtt = `WEBVTT

NOTE made by the pipeline

1
00:00:00.000 --> 00:00:05.000
https://storage.test/film/sprite-1.jpg?X-Amz-Signature=a#xywh=0,0,160,90

00:05.000 --> 00:10.000 align:start
sprite-2.jpg?s=b#xywh=160,90,160,90

01:00:00.000 --> 01:00:05.000
no picture here
`
const pictures = parseStoryboard(vtt, 'https://codex.test/api/content/1/storyboard.vtt')

test('a moment is a part of a sprite, whose signature stays', () =>
  expect(pictures).toEqual([
    {
      start: 0,
      end: 5,
      sprite: 'https://storage.test/film/sprite-1.jpg?X-Amz-Signature=a',
      ...{ x: 0, y: 0, width: 160, height: 90 },
    },
    {
      start: 5,
      end: 10,
      sprite: 'https://codex.test/api/content/1/sprite-2.jpg?s=b',
      ...{ x: 160, y: 90, width: 160, height: 90 },
    },
  ]))

test('lines end as they like', () =>
  expect(parseStoryboard(vtt.replaceAll('\n', '\r\n'), 'https://codex.test/')).toHaveLength(2))

test('a page of something else has no pictures', () =>
  expect(parseStoryboard('<html>Sign in</html>', 'https://codex.test/')).toEqual([]))

test('every moment has the picture that was last before it', () => {
  expect(pictureAt(pictures, 4.9)).toBe(pictures[0])
  expect(pictureAt(pictures, 5)).toBe(pictures[1])
  expect(pictureAt(pictures, 999)).toBe(pictures[1])
  expect(pictureAt([], 5)).toBeUndefined()
})
