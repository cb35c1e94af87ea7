import { describe, expect, test } from 'vitest'
import { postForm, postValues } from './forms.ts'
import { parseTags, postSlugProblem, suggestPostSlug, visibilityOf, whyNotPublishable } from './rules.ts'

const film = { contentType: 'video', status: 'draft', mediaStatus: 'ready', hasWords: false } as const

describe('a post can be published', () => {
  test.each([
    ['a film whose file is ready', film],
    ['a recording whose file is ready', { ...film, contentType: 'audio' }],
    ['an archived film', { ...film, status: 'archived' }],
    ['words, without any file', { ...film, contentType: 'written', mediaStatus: null, hasWords: true }],
  ] as const)('%s', (_, post) => expect(whyNotPublishable(post)).toBeUndefined())
})

describe('a post cannot be published', () => {
  test.each([
    ['twice', { ...film, status: 'published' }, 'already_published'],
    ['without a file', { ...film, mediaStatus: null }, 'no_media'],
    ['while its file arrives', { ...film, mediaStatus: 'uploading' }, 'still_processing'],
    ['while its file waits', { ...film, mediaStatus: 'uploaded' }, 'still_processing'],
    ['while its file is prepared', { ...film, mediaStatus: 'transcoding' }, 'still_processing'],
    ['when its file failed', { ...film, mediaStatus: 'failed' }, 'transcode_failed'],
    [
      'without words, when words are all it is',
      { ...film, contentType: 'written', mediaStatus: null },
      'no_words',
    ],
  ] as const)('%s', (_, post, block) => expect(whyNotPublishable(post)).toBe(block))
})

test('free posts are for everybody who signs in, priced ones for those who buy', () => {
  expect(visibilityOf(0)).toBe('public')
  expect(visibilityOf(50)).toBe('purchased_only')
})

test('tags are tidied, and bounded', () => {
  expect(parseTags(' Yoga, yoga ,  slow   flow,,')).toEqual({ tags: ['Yoga', 'slow flow'] })
  expect(parseTags(Array.from({ length: 11 }, (_, n) => `t${n}`).join())).toHaveProperty('problem')
  expect(parseTags('x'.repeat(41))).toHaveProperty('problem')
})

test('an address that is a page of its own is not given to a post', () => {
  expect(suggestPostSlug('Series')).toBe('series-post')
  expect(postSlugProblem('series')).toBeDefined()
  expect(postSlugProblem('my-first-film')).toBeUndefined()
})

describe('the editor’s form', () => {
  test('is understood', () => {
    expect(postValues(postForm('usd').parse({ title: ' My film ', price: '9.50', tags: 'a, b' }))).toEqual({
      title: 'My film',
      slug: 'my-film',
      description: '',
      category: '',
      tags: ['a', 'b'],
      priceCents: 950,
      mediaItemId: null,
      body: '',
      downloadsAllowed: false,
    })
    expect(postValues(postForm('usd').parse({ title: 'x', downloads: 'on' }))).toMatchObject({
      downloadsAllowed: true,
    })
  })

  test.each([
    [{}, 'title'],
    [{ title: 'x', price: '0.10' }, 'price'],
    [{ title: 'x\u0000' }, 'title'],
    [{ title: 'x', slug: 'No Slug' }, 'slug'],
    [{ title: '日本' }, 'slug'],
    [{ title: 'x', mediaItemId: 'nonsense' }, 'mediaItemId'],
    [{ title: ['x'] }, 'title'],
    [{ title: 'x', description: 'y'.repeat(20_001) }, 'description'],
    [{ title: 'x', body: 'a\u0000b' }, 'body'],
    [{ title: 'x', downloads: 'yes' }, 'downloads'],
  ])('%j is at fault in %s', (values, field) => {
    const { error } = postForm('usd').safeParse(values)
    expect(error?.issues.map((issue) => issue.path[0])).toContain(field)
  })
})
