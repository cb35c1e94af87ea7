import { useFetcher } from '@remix-run/react'
import { useEffect, type ReactNode } from 'react'
import { Button } from '../kit/button.tsx'
import { DialogActions } from '../kit/dialog.tsx'
import { Notice } from '../kit/notice.tsx'

type Answer = { refusal: { message: string } } | { done: string }

export type DialogFormProps = {
  /** Sent along with what the controls say. */
  fields: Record<string, string>
  /** Verb and object: “Change role”. */
  submit: string
  close: () => void
  children: ReactNode
}

/** A small form in a dialog: posts to this route, says what was refused, closes when it is done. */
export function DialogForm({ fields, submit, close, children }: DialogFormProps) {
  const fetcher = useFetcher<Answer>()
  const isDone = fetcher.state === 'idle' && fetcher.data && 'done' in fetcher.data
  useEffect(() => {
    if (isDone) close()
  }, [isDone, close])
  return (
    <fetcher.Form method="post" className="grid gap-4">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {fetcher.data && 'refusal' in fetcher.data && (
        <Notice tone="error">{fetcher.data.refusal.message}</Notice>
      )}
      {children}
      <DialogActions>
        <Button look="quiet" onPress={close}>
          Cancel
        </Button>
        <Button type="submit" pending={fetcher.state !== 'idle'}>
          {submit}
        </Button>
      </DialogActions>
    </fetcher.Form>
  )
}
