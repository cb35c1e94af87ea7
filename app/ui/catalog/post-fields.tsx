import { useState } from 'react'
import type { PickableMedia } from '#domain/catalog/editor-queries.ts'
import { check, choice, field } from '../kit/form.tsx'
import { Checkbox } from '../kit/choices.tsx'
import { PriceField } from '../kit/number-field.tsx'
import { TagsField } from '../kit/tags-field.tsx'
import { TextField } from '../kit/text-field.tsx'
import { MarkdownField } from './markdown-field.tsx'
import { MediaPicker } from './media-picker.tsx'
import { SlugField } from './slug-field.tsx'

type Meta = Parameters<typeof field>[0]

export type PostFieldsProps = {
  fields: Record<
    'title' | 'slug' | 'description' | 'category' | 'tags' | 'price' | 'mediaItemId' | 'body' | 'downloads',
    Meta
  >
  isWritten: boolean
  currency: string
  media: readonly PickableMedia[]
  /** Why the file cannot be chosen, where it cannot. */
  mediaFixed?: string | undefined
  /** Makes an address of a title. */
  suggestSlug: (title: string) => string
  /** `codex.example/yoga/` */
  addressBefore: string
  slugWarning?: string | undefined
  uploadAt: string
  previewAt: string
}

/** What a post says of itself: words on the left, file and price on the right. */
export function PostFields(props: PostFieldsProps) {
  const { fields, isWritten, currency, media } = props
  const [title, setTitle] = useState(String(fields.title.initialValue ?? ''))
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid gap-5 rounded-lg border border-line bg-surface p-5 shadow-low sm:p-6">
        <TextField
          {...field(fields.title)}
          label="Title"
          autoComplete="off"
          onChange={(event) => setTitle(event.target.value)}
        />
        <SlugField
          meta={fields.slug}
          suggestion={props.suggestSlug(title)}
          before={props.addressBefore}
          warning={props.slugWarning}
        />
        {isWritten && <MarkdownField meta={fields.body} label="Text" rows={16} previewAt={props.previewAt} />}
        <MarkdownField
          meta={fields.description}
          label="Description"
          description={
            isWritten ? 'What it is about, for those who have not bought it yet. Markdown.' : undefined
          }
          previewAt={props.previewAt}
        />
      </div>
      <div className="grid gap-5 rounded-lg border border-line bg-surface p-5 shadow-low sm:p-6">
        {!isWritten && (
          <MediaPicker
            {...choice(fields.mediaItemId)}
            media={media}
            uploadAt={props.uploadAt}
            isDisabled={props.mediaFixed !== undefined}
            description={props.mediaFixed}
          />
        )}
        <PriceField
          {...field(fields.price)}
          label="Price"
          optional={false}
          description="0 or nothing is free, for everybody who signs in."
          currency={currency}
        />
        {!isWritten && (
          <Checkbox
            {...check(fields.downloads)}
            label="Let viewers keep a copy (MP4)"
            description="Whoever may play it can download it as well."
          />
        )}
        <TextField {...field(fields.category)} label="Category" autoComplete="off" />
        <TagsField {...choice(fields.tags)} label="Tags" placeholder="slow, morning" />
      </div>
    </div>
  )
}
