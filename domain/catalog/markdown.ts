import { Marked, type Tokens } from 'marked'
import sanitizeHtml from 'sanitize-html'

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (words: string) => words.replace(/[&<>"']/g, (character) => escapes[character]!)

const parser = new Marked({
  gfm: true,
  breaks: true,
  // Markup that somebody typed is shown as they typed it, not carried out.
  renderer: { html: ({ text }: Tokens.HTML | Tokens.Tag) => escape(text) },
})

/** Deeper quotes and lists and longer runs of marks than these are not writing, and would cost quadratic time. */
const maxNesting = 30
const maxRun = 100
const tooDeep = new RegExp(`^(?:[ \\t]*(?:>|[-*+]|\\d{1,9}[.)])){${maxNesting}}|[[(*_~]{${maxRun}}`, 'm')

const headingDown = { h1: 'h2', h2: 'h3', h3: 'h4', h4: 'h5', h5: 'h6' } as const

/**
 * Markdown as HTML that is safe to put on a page: no script, no styles, no pictures from elsewhere, links of http, https and
 * mailto only, and headings one level down because the page has its own. Links to other sites pass on no rank and no window.
 */
export function renderMarkdown(markdown: string): string {
  if (!markdown.trim()) return ''
  if (tooDeep.test(markdown)) return `<p>${escape(markdown)}</p>`
  return sanitizeHtml(parser.parse(markdown, { async: false }), {
    allowedTags: [
      ...['p', 'br', 'hr', 'h2', 'h3', 'h4', 'h5', 'h6', 'strong', 'em', 'del', 'code', 'pre', 'blockquote'],
      ...['ul', 'ol', 'li', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
    ],
    allowedAttributes: { a: ['href', 'title', 'rel'], ol: ['start'], th: ['align'], td: ['align'] },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    transformTags: {
      ...headingDown,
      a: (tagName, attribs) => ({
        tagName,
        attribs: /^https?:/i.test(attribs.href ?? '') ? { ...attribs, rel: 'nofollow noopener' } : attribs,
      }),
    },
  })
}

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
