import { useState } from 'react'
import { field } from '../kit/form.tsx'
import { TextField } from '../kit/text-field.tsx'

export type SlugFieldProps = {
  meta: Parameters<typeof field>[0]
  /** Made of the title as it is typed; shown until somebody writes an address of their own. */
  suggestion: string
  /** What stands before it in the address. */
  before: string
  /** Links to it would break. */
  warning?: string | undefined
}

/** The last part of an address, suggested from the title until it is edited. */
export function SlugField({ meta, suggestion, before, warning }: SlugFieldProps) {
  const initial = typeof meta.initialValue === 'string' ? meta.initialValue : ''
  const [own, setOwn] = useState(initial || undefined)
  const value = own ?? suggestion
  return (
    <TextField
      {...field(meta)}
      defaultValue={undefined}
      label="Address"
      optional={false}
      description={
        <>
          <span className="wrap-anywhere">
            {before}
            <span className="font-medium text-ink">{value || '…'}</span>
          </span>
          {warning && value !== initial && <span className="block">{warning}</span>}
        </>
      }
      value={value}
      onChange={(event) => setOwn(event.target.value)}
      onBlur={() => own === '' && setOwn(undefined)}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
    />
  )
}
