import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainWords, renderMarkdown } from './render.ts'

const isInert = (html: string) =>
  !/<(?!\/?(?:p|br|hr|h[2-6]|strong|em|del|code|pre|blockquote|ul|ol|li|a|table|thead|tbody|tr|th|td)\b)/i.test(
    html,
  ) &&
  !/<[^>]*\s(?:on\w+|style|src|srcset)\s*=/i.test(html) &&
  [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].every(
    ([, href]) => !/^\s*(?:javascript|data|vbscript|\/\/)/i.test(href!),
  )

describe('what a creator writes', () => {
  test('is shown with its marks', () => {
    expect(renderMarkdown('# Hello\n\nSome **bold** words and a [link](/yoga).')).toBe(
      '<h2>Hello</h2>\n<p>Some <strong>bold</strong> words and a <a href="/yoga">link</a>.</p>\n',
    )
  })

  test('sends readers elsewhere without rank and without a handle on our window', () => {
    expect(renderMarkdown('[x](https://example.com)')).toContain('rel="nofollow noopener"')
    expect(renderMarkdown('https://example.com')).toContain('rel="nofollow noopener"')
  })

  test.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](java\nscript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](//evil.test)',
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<svg/onload=alert(1)>',
    '![x](https://evil.test/pixel.png)',
    '![x](x" onerror="alert(1))',
    '<style>*{display:none}</style>',
    '<iframe srcdoc="<script>alert(1)</script>">',
    '[x]: javascript:alert(1)\n[x]',
    '<javascript:alert(1)>',
    '`</code><script>alert(1)</script>`',
    '```\n</pre><script>alert(1)</script>\n```',
    '</script><script>alert(1)</script>',
  ])('does nothing in the reader’s browser: %s', (markdown) => {
    const html = renderMarkdown(markdown)
    expect(html).not.toMatch(/<script|<img|<svg|<iframe|<style/i)
    expect(isInert(html)).toBe(true)
  })

  test('does nothing there whatever it is', () => {
    const piece = fc.constantFrom(
      ...[
        '<',
        '>',
        '"',
        "'",
        '(',
        ')',
        '[',
        ']',
        '!',
        '`',
        '*',
        '_',
        '&',
        '#',
        ':',
        '/',
        '\n',
        ' ',
        '\\',
        '|',
        '-',
      ],
      ...['javascript:', 'script', 'onerror=', 'img src=', 'a href=', '&#x3c;', '\u0000', '\u2028', 'svg'],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(isInert(renderMarkdown(pieces.join('')))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    '>',
    '- ',
    '[',
    '*',
    '_',
    '(',
    '1. ',
    '> - ',
    '`',
    '<',
    '![',
    '|',
    '~',
    '*a ',
    '**a *b ',
    '_a',
    '[a](',
    '[a]: b\n',
    '<a ',
    '&#',
    '| a |\n',
    '\n- a\n  ',
  ])('takes no time to show, however often %j is repeated', (piece) => {
    const started = performance.now()
    expect(isInert(renderMarkdown(piece.repeat(20_000 / piece.length)))).toBe(true)
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

test('a summary has the words without the marks, cut at a word', () => {
  expect(plainWords('# Hi\n\n**Bold** & [linked](/x) <b>words</b>', 100)).toBe(
    'Hi Bold & linked <b>words</b>',
  )
  expect(plainWords('one two three four', 12)).toBe('one two…')
  expect(plainWords('', 10)).toBe('')
})
