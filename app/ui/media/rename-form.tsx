import { useFetcher } from '@remix-run/react'
import { useEffect } from 'react'
import type { SubmissionResult } from '@conform-to/react'
import { MediaTitle } from '#domain/media/forms.ts'
import { field, FormErrors, formProps, SubmitButton, useForm } from '../kit/form.tsx'
import { TextField } from '../kit/text-field.tsx'
import { toast } from '../kit/toaster.tsx'

type Answer = { renamed: true } | { lastResult: SubmissionResult<string[]> }

/** The title of a media item, to change. */
export function RenameForm({ title }: { title: string }) {
  const fetcher = useFetcher<Answer>()
  const answer = fetcher.data
  const [form, fields] = useForm({
    schema: MediaTitle,
    defaultValue: { title },
    lastResult: answer && 'lastResult' in answer ? answer.lastResult : undefined,
  })
  useEffect(() => {
    if (answer && 'renamed' in answer) toast.success('Title saved')
  }, [answer])
  return (
    <fetcher.Form method="post" {...formProps(form)} className="grid gap-3">
      <FormErrors form={form} />
      <input type="hidden" name="intent" value="rename" />
      <TextField {...field(fields.title)} label="Title" />
      <SubmitButton look="quiet" className="justify-self-start" pending={fetcher.state !== 'idle'}>
        Save title
      </SubmitButton>
    </fetcher.Form>
  )
}
