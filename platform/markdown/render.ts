import MarkdownIt from 'markdown-it'
import sanitizeHtml from 'sanitize-html'

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (words: string) => words.replace(/[&<>"']/g, (character) => escapes[character]!)

/** Markup that somebody typed is shown as they typed it, not carried out. */
const parser = new MarkdownIt({ html: false, linkify: true, breaks: true })

const shownAs = { h1: 'h2', h2: 'h3', h3: 'h4', h4: 'h5', h5: 'h6', s: 'del' } as const

/** Changes whenever the same Markdown gives other HTML: what was kept of before is not used any more. */
export const rendererVersion = 1

/**
 * Markdown (CommonMark with tables, strikethrough and bare links) as HTML that is safe to put on a page: no script, no styles, no pictures from elsewhere, links of http, https and
 * mailto only, and headings one level down because the page has its own. Links to other sites pass on no rank and no window.
 * The time grows with the length alone, about 4 µs a character at worst: longer texts are for `createMarkdown`.
 */
export function renderMarkdown(markdown: string): string {
  if (!markdown.trim()) return ''
  return sanitizeHtml(parser.render(markdown), {
    allowedTags: [
      ...['p', 'br', 'hr', 'h2', 'h3', 'h4', 'h5', 'h6', 'strong', 'em', 'del', 'code', 'pre', 'blockquote'],
      ...['ul', 'ol', 'li', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
    ],
    allowedAttributes: { a: ['href', 'title', 'rel'], ol: ['start'], th: ['align'], td: ['align'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    transformTags: {
      ...shownAs,
      a: (tagName, attribs) => ({
        tagName,
        attribs: /^https?:/i.test(attribs.href ?? '') ? { ...attribs, rel: 'nofollow noopener' } : attribs,
      }),
    },
  })
}

/** Text as it was typed, for when there is no time to find its marks. */
export const asTyped = (markdown: string): string =>
  markdown.trim() ? `<p>${escape(markdown).replace(/\n/g, '<br />')}</p>` : ''

/** The words of Markdown without its marks, cut at a word: for descriptions in search results and cards. */
export function plainWords(markdown: string, maxLength: number): string {
  const html = sanitizeHtml(renderMarkdown(markdown.slice(0, maxLength * 8)), {
    allowedTags: [],
    allowedAttributes: {},
  })
  const words = html
    .replace(/&(amp|lt|gt|quot|#39);/g, (entity) => entityText[entity]!)
    .replace(/\s+/g, ' ')
    .trim()
  if (words.length <= maxLength) return words
  return `${words.slice(0, maxLength - 1).replace(/\s+\S*$/, '')}…`
}

const entityText: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}
