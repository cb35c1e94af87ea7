import type { Needs } from '#platform/needs.ts'
import { optionalText } from '#platform/text.ts'

const Words = optionalText({ max: 200_000 })

/** The `words` of a form as they will look; nothing when they are no text. */
export function previewMarkdown({ markdown }: Pick<Needs, 'markdown'>, form: FormData): Promise<string> {
  return markdown.toHtml(Words.safeParse(form.get('words')).data ?? '')
}
