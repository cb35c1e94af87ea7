import { useFetcher } from '@remix-run/react'
import { useEffect } from 'react'
import type { SubmissionResult } from '@conform-to/react'
import type { RoleChoice } from '#domain/organization/given-roles.ts'
import type { Invited } from '#domain/organization/invite-people.ts'
import { InviteForm } from '#domain/organization/people-forms.ts'
import { Button } from '../kit/button.tsx'
import { RadioGroup } from '../kit/choices.tsx'
import { Dialog, DialogActions } from '../kit/dialog.tsx'
import { choice, field, FormErrors, formProps, useForm } from '../kit/form.tsx'
import { TextArea } from '../kit/text-field.tsx'

export type InviteDialogProps = {
  organizationName: string
  roles: readonly RoleChoice[]
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  onInvited: (invited: readonly Invited[]) => void
}

type Answer = { lastResult?: SubmissionResult<string[]>; invited?: Invited[] }

/** Asks whom to invite, one address or a pasted list, and as what. */
export function InviteDialog(props: InviteDialogProps) {
  return (
    <Dialog
      title={`Invite people to ${props.organizationName}`}
      size="md"
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
    >
      {(close) => <Questions {...props} close={close} />}
    </Dialog>
  )
}

function Questions({ roles, onInvited, close }: InviteDialogProps & { close: () => void }) {
  const fetcher = useFetcher<Answer>()
  const [form, fields] = useForm({
    id: 'invite',
    schema: InviteForm,
    lastResult: fetcher.data?.lastResult,
    defaultValue: { role: roles.find(({ value }) => value === 'creator')?.value ?? roles[0]?.value ?? '' },
  })
  const invited = fetcher.state === 'idle' ? fetcher.data?.invited : undefined
  useEffect(() => {
    if (!invited) return
    onInvited(invited)
    close()
  }, [invited, onInvited, close])
  return (
    <fetcher.Form method="post" {...formProps(form)} className="grid gap-5">
      <input type="hidden" name="intent" value="invite" />
      <FormErrors form={form} />
      <TextArea
        {...field(fields.emails)}
        label="E-mail addresses"
        description="One or many: separate them with commas or new lines. “Name <address>” works too."
        rows={3}
        autoFocus
      />
      <RadioGroup {...choice(fields.role)} label="Invite as" options={roles} />
      <DialogActions>
        <Button look="quiet" onPress={close}>
          Cancel
        </Button>
        <Button type="submit" pending={fetcher.state !== 'idle'}>
          Send invitations
        </Button>
      </DialogActions>
    </fetcher.Form>
  )
}
