import type { SubmissionResult } from '@conform-to/react'
import { useFetcher } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { PasskeyName } from '#domain/account/factor-rules.ts'
import { Button } from '../kit/button.tsx'
import { Dialog, DialogActions } from '../kit/dialog.tsx'
import { field, FormErrors, formProps, SubmitButton, useForm } from '../kit/form.tsx'
import { TextField } from '../kit/text-field.tsx'

type Answer = { renamed: true } | { lastResult: SubmissionResult<string[]> }

/** A button that opens a small form for a passkey's name. */
export function RenamePasskey({ id, name }: { id: string; name: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Dialog
      title="Rename passkey"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button look="quiet" size="sm" aria-label={`Rename ${name}`}>
          Rename
        </Button>
      }
    >
      <NameForm id={id} name={name} setOpen={setOpen} />
    </Dialog>
  )
}

type NameFormProps = { id: string; name: string; setOpen: (isOpen: boolean) => void }

function NameForm({ id, name, setOpen }: NameFormProps) {
  const fetcher = useFetcher<Answer>()
  const answer = fetcher.data
  const [form, fields] = useForm({
    schema: PasskeyName,
    id: `rename-${id}`,
    defaultValue: { passkeyId: id, name },
    lastResult: answer && 'lastResult' in answer ? answer.lastResult : undefined,
  })
  useEffect(() => {
    if (answer && 'renamed' in answer) setOpen(false)
  }, [answer, setOpen])
  return (
    <fetcher.Form method="post" {...formProps(form)}>
      <FormErrors form={form} />
      <input type="hidden" name="intent" value="rename_passkey" />
      <input type="hidden" name="passkeyId" value={id} />
      <TextField {...field(fields.name)} label="Name" autoComplete="off" />
      <DialogActions>
        <Button look="quiet" onPress={() => setOpen(false)}>
          Cancel
        </Button>
        <SubmitButton pending={fetcher.state !== 'idle'}>Save name</SubmitButton>
      </DialogActions>
    </fetcher.Form>
  )
}
