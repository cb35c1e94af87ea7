import { X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useHydrated } from '../use-hydrated.ts'
import { cx } from './cx.ts'
import { FieldFrame, boxClass, useFieldIds } from './field.tsx'
import type { FieldBase } from './field.tsx'
import { splitTags } from './tags.ts'

export type TagsFieldProps = FieldBase & {
  /** Comma-separated, as it is submitted. */
  defaultValue?: string | undefined
  placeholder?: string
}

/** Words as chips. Submits one text, comma-separated (“film, yoga”); without scripts it is a plain text box. */
export function TagsField(props: TagsFieldProps) {
  const { label, description, optional, errors, className } = props
  const ids = useFieldIds(props)
  const hydrated = useHydrated()
  const shared = { name: props.name, form: props.formId, disabled: props.isDisabled }
  return (
    <FieldFrame {...{ label, description, optional, errors, className, ids }}>
      {hydrated ? (
        <Chips key={props.controlKey} {...props} ids={ids} />
      ) : (
        <input
          type="text"
          {...shared}
          {...ids.aria}
          id={ids.controlId}
          defaultValue={props.defaultValue}
          placeholder={props.placeholder}
          className={cx(boxClass, 'h-10')}
        />
      )}
    </FieldFrame>
  )
}

function Chips({ ids, ...props }: TagsFieldProps & { ids: ReturnType<typeof useFieldIds> }) {
  const [tags, setTags] = useState(() => splitTags(props.defaultValue ?? ''))
  const [typed, setTyped] = useState('')
  const hidden = useRef<HTMLInputElement>(null)
  const box = useRef<HTMLInputElement>(null)
  const value = splitTags([...tags, typed].join(',')).join(', ')
  const before = useRef(value)

  useEffect(() => {
    if (before.current === value) return
    before.current = value
    // A hidden input makes no events of its own, and the form validates on them.
    hidden.current?.dispatchEvent(new Event('input', { bubbles: true }))
  }, [value])

  const keep = (text: string) => {
    setTags(splitTags([...tags, text].join(',')))
    setTyped('')
  }
  const remove = (tag: string) => {
    setTags(tags.filter((other) => other !== tag))
    box.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && typed.trim()) {
      event.preventDefault()
      keep(typed)
    }
    const last = tags.at(-1)
    if (event.key === 'Backspace' && !typed && last) remove(last)
  }

  return (
    <div
      className={cx(
        boxClass,
        'flex min-h-10 flex-wrap items-center gap-1.5 px-1.5 py-1 focus-within:border-focus',
        'focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-(--focus)',
      )}
    >
      <input
        ref={hidden}
        type="hidden"
        name={props.name}
        form={props.formId}
        value={value}
        disabled={props.isDisabled}
      />
      {tags.map((tag) => (
        <span key={tag} className="inline-flex items-center rounded-sm bg-sunken pl-2 text-sm">
          {tag}
          <button
            type="button"
            aria-label={`Remove ${tag}`}
            onClick={() => remove(tag)}
            className="grid size-7 place-items-center rounded-sm text-ink-quiet hover:text-ink"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </span>
      ))}
      <input
        ref={box}
        type="text"
        id={ids.controlId}
        {...ids.aria}
        value={typed}
        disabled={props.isDisabled}
        placeholder={tags.length ? undefined : props.placeholder}
        onChange={({ target }) => (target.value.includes(',') ? keep(target.value) : setTyped(target.value))}
        onKeyDown={onKeyDown}
        onBlur={() => typed.trim() && keep(typed)}
        className="h-7 min-w-24 flex-1 bg-transparent px-1.5 outline-none"
      />
    </div>
  )
}
