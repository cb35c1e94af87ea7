import { useFetcher } from '@remix-run/react'
import { useId, useState } from 'react'
import { Button } from '../kit/button.tsx'
import { field } from '../kit/form.tsx'
import { Markdown } from '../kit/markdown.tsx'
import { TextArea } from '../kit/text-field.tsx'

export type MarkdownFieldProps = {
  meta: Parameters<typeof field>[0]
  label: string
  description?: string | undefined
  rows?: number
  /** Where Markdown is rendered: posts `intent=preview` and `words`, is answered `html`. */
  previewAt: string
}

/** Text in Markdown, and how it will look. */
export function MarkdownField({ meta, label, description, rows = 8, previewAt }: MarkdownFieldProps) {
  const fetcher = useFetcher<{ html?: string }>()
  const [isShown, setShown] = useState(false)
  const previewId = useId()
  const toggle = () => {
    setShown(!isShown)
    const box = document.getElementById(meta.id)
    if (isShown || !(box instanceof HTMLTextAreaElement)) return
    fetcher.submit({ intent: 'preview', words: box.value }, { method: 'post', action: previewAt })
  }
  const html = fetcher.state === 'idle' ? fetcher.data?.html : undefined
  return (
    <div className="grid gap-2">
      <div className={isShown ? 'hidden' : undefined}>
        <TextArea
          {...field(meta)}
          label={label}
          description={description ?? 'Markdown: **bold**, *italic*, # heading, - list, [link](https://…)'}
          rows={rows}
        />
      </div>
      {isShown && (
        <div className="grid gap-1.5">
          <p className="text-sm font-medium">{label}</p>
          <div
            id={previewId}
            aria-live="polite"
            className="min-h-32 rounded-md border border-dashed border-line-strong bg-surface px-4 py-3"
          >
            {html === undefined ? (
              <p className="animate-breathe text-ink-quiet">Preparing the preview</p>
            ) : html ? (
              <Markdown html={html} />
            ) : (
              <p className="text-ink-quiet">Nothing written yet.</p>
            )}
          </div>
        </div>
      )}
      <Button look="link" size="sm" className="justify-self-start" onPress={toggle}>
        {isShown ? 'Go on writing' : 'Preview'}
      </Button>
    </div>
  )
}
