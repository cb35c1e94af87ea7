import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bytesOfPart,
  fileTypeOf,
  maxParts,
  originalKey,
  partCountOf,
  partSizeFor,
  partsMissing,
  problemOfFile,
  safeFilename,
  shownFilename,
  titleFromFilename,
} from './rules.ts'

const creatorId = '11111111-1111-4111-8111-111111111111'
const mediaId = '22222222-2222-4222-8222-222222222222'
const limit = 50 * 1024 ** 3

/** Names as people and attackers write them. */
const filename = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc
    .array(fc.constantFrom('..', '/', '\\', '.', '%2e', '\0', '\n', ' ', 'a', '🎬', '\ud800', '.mp4'), {
      maxLength: 200,
    })
    .map((pieces) => pieces.join('')),
)

describe('file names', () => {
  test('whatever a file is called, its key stays in its own folder', () => {
    fc.assert(
      fc.property(filename, (name) => {
        const key = originalKey(creatorId, mediaId, name)
        const steps = key.split('/')
        expect(steps).toHaveLength(4)
        expect(steps.slice(0, 3)).toEqual([creatorId, 'originals', mediaId])
        const last = steps[3]!
        expect(last).not.toContain('..')
        expect(last).not.toMatch(/^\.|^$/)
        expect(last).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\\%?#]/u)
        expect(last.length).toBeLessThanOrEqual(120)
        expect(new TextEncoder().encode(last).length).toBeLessThanOrEqual(400)
      }),
      { numRuns: 500 },
    )
  })

  test('a safe name keeps its ending and is its own safe name', () => {
    fc.assert(
      fc.property(filename, fc.constantFrom('mp4', 'mov', 'm2ts', 'mp3'), (name, ending) => {
        const safe = safeFilename(`${name}.${ending}`)
        expect(safe.endsWith(`.${ending}`)).toBe(true)
        expect(safeFilename(safe)).toBe(safe)
      }),
    )
  })

  test('a title can be kept by the database: 1 to 255 characters without control characters', () => {
    fc.assert(
      fc.property(filename, (name) => {
        for (const text of [titleFromFilename(name), shownFilename(name)]) {
          expect(text.length).toBeGreaterThanOrEqual(1)
          expect([...text].length).toBeLessThanOrEqual(255)
          expect(text).not.toMatch(/[\p{Cc}\p{Cs}]/u)
        }
      }),
    )
  })

  test.each([
    ['../../other/originals/film.mp4', 'other-originals-film.mp4'],
    ['..\\..\\film.mp4', 'film.mp4'],
    ['My film (final) v2.mp4', 'My film (final) v2.mp4'],
    ['.mp4', 'original.mp4'],
    ['日本語の映画.mov', '日本語の映画.mov'],
  ])('%s is stored as %s', (name, stored) => {
    expect(safeFilename(name)).toBe(stored)
  })

  test.each([
    ['morning_yoga-01.final.mp4', 'morning yoga-01.final'],
    ['.mp4', 'Untitled'],
  ])('%s begins with the title %s', (name, title) => {
    expect(titleFromFilename(name)).toBe(title)
  })
})

describe('types and sizes', () => {
  test.each([
    ['film.mp4', 'video/mp4', 'video'],
    ['FILM.MOV', '', 'video'],
    ['talk.mp3', 'audio/mpeg', 'audio'],
    ['talk.ogg', 'application/ogg', 'audio'],
    ['film.mkv', 'application/octet-stream', 'video'],
  ])('%s (%s) is taken as %s', (name, declared, mediaType) => {
    expect(fileTypeOf(name, declared)?.mediaType).toBe(mediaType)
  })

  test.each([
    ['notes.txt', 'text/plain'],
    ['picture.png', 'image/png'],
    ['film.mp4', 'text/html'],
    ['film.mp4.exe', ''],
    ['constructor', ''],
    ['a.constructor', ''],
    ['mp4', ''],
    ['playlist.m3u8', 'application/x-mpegurl'],
  ])('%s (%s) is not taken', (name, declared) => {
    expect(problemOfFile({ filename: name, contentType: declared, sizeBytes: 1 }, limit)).toBe('wrong_type')
  })

  test('nothing empty and nothing above the limit is taken', () => {
    const film = { filename: 'film.mp4', contentType: 'video/mp4' }
    expect(problemOfFile({ ...film, sizeBytes: 0 }, limit)).toBe('empty')
    expect(problemOfFile({ ...film, sizeBytes: limit }, limit)).toBeUndefined()
    expect(problemOfFile({ ...film, sizeBytes: limit + 1 }, limit)).toBe('too_large')
  })
})

describe('parts', () => {
  test('parts add up to the file, are equal but for the last, and are at most 10,000', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 * 1024 ** 4 }), (sizeBytes) => {
        const plan = { sizeBytes, partSizeBytes: partSizeFor(sizeBytes) }
        const count = partCountOf(plan)
        expect(count).toBeLessThanOrEqual(maxParts)
        const last = bytesOfPart(plan, count)!
        expect(last).toBeGreaterThan(0)
        expect((count - 1) * plan.partSizeBytes + last).toBe(sizeBytes)
        expect(bytesOfPart(plan, 0)).toBeUndefined()
        expect(bytesOfPart(plan, count + 1)).toBeUndefined()
        expect(bytesOfPart(plan, 1.5)).toBeUndefined()
      }),
    )
  })

  test('a file of the usual limit goes in parts of 8 MiB', () => {
    expect(partSizeFor(limit)).toBe(8 * 1024 ** 2)
  })

  test('a part that is missing or has other bytes than it should is named', () => {
    const plan = { sizeBytes: 25, partSizeBytes: 10 }
    const part = (partNumber: number, sizeBytes: number) => ({ partNumber, sizeBytes, etag: 'x' })
    expect(partsMissing(plan, [part(1, 10), part(2, 10), part(3, 5)])).toEqual([])
    expect(partsMissing(plan, [part(1, 10), part(3, 10)])).toEqual([2, 3])
  })
})
