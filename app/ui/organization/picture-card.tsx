import { useFetcher } from '@remix-run/react'
import { ImageOff, Trash2 } from 'lucide-react'
import { useId } from 'react'
import { pictureTypes } from '#domain/organization/settings-forms.ts'
import { Button } from '../kit/button.tsx'
import { cx } from '../kit/cx.ts'
import { ConfirmDialog } from '../kit/dialog.tsx'
import { boxClass, FieldErrors } from '../kit/field.tsx'
import { FormCard } from '../kit/form.tsx'
import { useSaved } from './use-saved.ts'

export type PictureCardProps = {
  kind: 'logo' | 'hero'
  title: string
  description: string
  src: string | undefined
  /** Gives the picture its shape. */
  className: string
}

type PictureAnswer = { done?: string; lastResult?: { error?: Record<string, string[] | null> | null } }

/** One picture of an organization: as it is, another one, or none. */
export function PictureCard({ kind, title, description, src, className }: PictureCardProps) {
  const fetcher = useFetcher<PictureAnswer>()
  useSaved(fetcher.data)
  const id = useId()
  const noun = title.toLowerCase()
  const error = fetcher.data?.lastResult?.error
  const errors = error?.picture ?? error?.[''] ?? undefined
  return (
    <FormCard
      title={title}
      description={description}
      actions={
        <>
          {src && (
            <ConfirmDialog
              trigger={
                <Button look="ghost" icon={Trash2} className="mr-auto text-bad">
                  Remove {noun}
                </Button>
              }
              title={`Remove the ${noun}?`}
              confirm={`Remove ${noun}`}
              fields={{ intent: `remove-${kind}` }}
            >
              It leaves the storefront at once. You can upload it again.
            </ConfirmDialog>
          )}
          <Button type="submit" form={`${id}-form`} pending={fetcher.state !== 'idle'}>
            {src ? `Replace ${noun}` : `Upload ${noun}`}
          </Button>
        </>
      }
    >
      <div
        className={cx(
          'relative grid place-items-center overflow-hidden rounded-md border border-line bg-sunken',
          className,
        )}
      >
        {src ? (
          <img
            src={src}
            alt={`The present ${noun}`}
            className={cx('absolute inset-0 size-full', kind === 'logo' ? 'object-contain' : 'object-cover')}
          />
        ) : (
          <ImageOff aria-hidden className="size-8 text-ink-quiet/60" />
        )}
      </div>
      <fetcher.Form id={`${id}-form`} method="post" encType="multipart/form-data" className="grid gap-1.5">
        <input type="hidden" name="intent" value={kind} />
        <label htmlFor={id} className="text-sm font-medium">
          {title} from a file
        </label>
        <input
          id={id}
          type="file"
          name="picture"
          accept={pictureTypes}
          required
          aria-invalid={errors ? true : undefined}
          aria-describedby={errors ? `${id}-error` : undefined}
          className={cx(boxClass, 'py-2')}
        />
        <FieldErrors id={`${id}-error`} errors={errors} />
      </fetcher.Form>
    </FormCard>
  )
}
