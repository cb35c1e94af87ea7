import { CircleSlash2 } from 'lucide-react'
import type { PickableMedia } from '#domain/catalog/editor-queries.ts'
import { StatusBadge } from '../kit/badge.tsx'
import { LinkButton } from '../kit/button.tsx'
import { cx } from '../kit/cx.ts'
import { FieldGroup, useFieldIds, type FieldBase } from '../kit/field.tsx'
import { formatTimeLeft } from '../kit/format.ts'
import { Poster } from '../kit/poster.tsx'

export type MediaPickerProps = Omit<FieldBase, 'label'> & {
  media: readonly PickableMedia[]
  defaultValue?: string | undefined
  uploadAt: string
  onPick?: (mediaId: string) => void
}

/** One of a creator's files, as pictures; ones still being prepared can be chosen already. */
export function MediaPicker({ media, defaultValue = '', uploadAt, onPick, ...base }: MediaPickerProps) {
  const ids = useFieldIds(base)
  const { name, formId, errors, isDisabled, controlKey } = base
  const shared = { name, form: formId, disabled: isDisabled, onPick }
  return (
    <FieldGroup label="File" errors={errors} ids={ids} description={base.description}>
      {media.length === 0 ? (
        <div className="grid justify-items-start gap-3 rounded-md border border-dashed border-line-strong p-4">
          <p className="text-sm text-pretty text-ink-quiet">
            There are no films or recordings in your media yet. Upload one; a draft can wait for it.
          </p>
          <LinkButton to={uploadAt} look="quiet" size="sm">
            Upload a file
          </LinkButton>
        </div>
      ) : (
        <div key={controlKey} className="-m-1 grid max-h-96 gap-2 overflow-y-auto p-1">
          {media.map((item) => (
            <Choice key={item.id} {...shared} value={item.id} isChosen={item.id === defaultValue}>
              <Poster
                src={item.posterVersion ? `/posters/media/${item.id}?v=${item.posterVersion}` : undefined}
                hash={item.posterHash}
                duration={item.durationSeconds}
                kind={item.mediaType}
                className="w-24 shrink-0 rounded-sm [&_svg]:size-5 [&>span]:right-1 [&>span]:bottom-1"
              />
              <span className="grid min-w-0 justify-items-start gap-1">
                <span className="line-clamp-2 text-sm font-medium wrap-anywhere">{item.title}</span>
                {item.status !== 'ready' && <StatusBadge status={item.status} />}
                {item.status === 'transcoding' && (
                  <span className="tabular text-xs text-ink-quiet">
                    {item.percent} %{item.secondsLeft !== null && `, ${formatTimeLeft(item.secondsLeft)}`}
                  </span>
                )}
              </span>
            </Choice>
          ))}
          {!isDisabled && (
            <Choice {...shared} value="" isChosen={defaultValue === ''}>
              <CircleSlash2 aria-hidden className="mx-1 size-4 shrink-0 text-ink-quiet" />
              <span className="text-sm text-ink-quiet">None for now</span>
            </Choice>
          )}
        </div>
      )}
    </FieldGroup>
  )
}

type ChoiceProps = {
  name: string
  form: string | undefined
  disabled: boolean | undefined
  value: string
  isChosen: boolean
  onPick: ((mediaId: string) => void) | undefined
  children: React.ReactNode
}

function Choice({ name, form, disabled, value, isChosen, onPick, children }: ChoiceProps) {
  return (
    <label
      className={cx(
        'flex items-center gap-3 rounded-md border border-line bg-surface p-2 transition-colors hover:bg-sunken/60',
        'has-checked:border-brand has-checked:bg-brand-quiet has-disabled:cursor-not-allowed',
        'has-focus-visible:outline-2 has-focus-visible:outline-(--focus)',
      )}
    >
      <input
        type="radio"
        name={name}
        form={form}
        disabled={disabled}
        value={value}
        defaultChecked={isChosen}
        onChange={() => onPick?.(value)}
        className="sr-only"
      />
      {children}
    </label>
  )
}
