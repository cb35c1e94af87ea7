import { renderMarkdown } from '#domain/catalog/markdown.ts'
import { optionalText } from '#platform/text.ts'

const Words = optionalText({ max: 200_000 })

/** The `words` of a form as they will look; nothing when they are no text. */
export function previewMarkdown(form: FormData): string {
  return renderMarkdown(Words.safeParse(form.get('words')).data ?? '')
}
