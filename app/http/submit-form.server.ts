import type { SubmissionResult } from '@conform-to/react'
import { parseWithZod } from '@conform-to/zod/v4'
import { data } from '@remix-run/node'
import type { z } from '#platform/schema.ts'
import { statusOf } from './refusal-response.server.ts'
import { refusalOf } from './unproved.server.ts'

export type Answer = { lastResult: SubmissionResult<string[]> }

/**
 * Parses a form by its schema and runs `work` with what it says. What is at fault is answered beside its field, a refusal
 * too, with everything that was typed but `hidden` fields; the status is the refusal's. Any other throw stays a bug.
 */
export async function submitForm<Schema extends z.ZodType, Result>(
  form: FormData,
  schema: Schema,
  work: (values: z.output<Schema>) => Promise<Result>,
  { hidden = [] }: { hidden?: string[] } = {},
) {
  // Only plain names: our forms are flat, and `a[99999999]` would have Conform lay out an array of that length.
  for (const name of new Set(form.keys())) if (!/^[a-z]\w*$/i.test(name)) form.delete(name)
  const submission = parseWithZod(form, { schema })
  if (submission.status !== 'success')
    return data<Answer>({ lastResult: submission.reply({ hideFields: hidden }) }, { status: 400 })
  try {
    return await work(submission.value)
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    const { kind, message, fields } = refusal
    const lastResult = submission.reply({
      hideFields: hidden,
      ...(fields ? { fieldErrors: { ...fields } } : { formErrors: [message] }),
    })
    return data<Answer>({ lastResult }, { status: statusOf[kind] })
  }
}
