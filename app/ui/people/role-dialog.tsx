import type { SubmissionResult } from '@conform-to/react'
import { useFetcher } from '@remix-run/react'
import { Pencil, Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { RoleForm } from '#domain/organization/people-forms.ts'
import type { CustomRole } from '#domain/organization/people-queries.ts'
import type { Permission } from '#domain/organization/permissions.ts'
import { Button, IconButton } from '../kit/button.tsx'
import { Dialog, DialogActions } from '../kit/dialog.tsx'
import { field, FormErrors, formProps, useForm } from '../kit/form.tsx'
import { TextArea, TextField } from '../kit/text-field.tsx'
import { PermissionBoxes } from './permission-boxes.tsx'

export type RoleDialogProps = {
  /** The role to change; without it, a new one is made. */
  role?: CustomRole
  /** What the person who decides may give and take. */
  held: readonly Permission[]
}

type Answer = { lastResult?: SubmissionResult<string[]>; done?: string }

/** Names a role, describes it, and ticks what it may do. */
export function RoleDialog(props: RoleDialogProps) {
  const [isOpen, setIsOpen] = useState(false)
  const { role } = props
  return (
    <Dialog
      title={role ? `Change ${role.name}` : 'Create a role'}
      size="md"
      trigger={
        role ? (
          <IconButton icon={Pencil} label={`Change ${role.name}`} size="sm" />
        ) : (
          <Button icon={Plus}>Create role</Button>
        )
      }
      isOpen={isOpen}
      onOpenChange={setIsOpen}
    >
      {(close) => <Questions {...props} close={close} />}
    </Dialog>
  )
}

function Questions({ role, held, close }: RoleDialogProps & { close: () => void }) {
  const fetcher = useFetcher<Answer>()
  const [form, fields] = useForm({
    id: `role-${role?.id ?? 'new'}`,
    schema: RoleForm,
    lastResult: fetcher.data?.lastResult,
    defaultValue: { name: role?.name ?? '', description: role?.description ?? '' },
  })
  const isDone = fetcher.state === 'idle' && fetcher.data?.done
  useEffect(() => {
    if (isDone) close()
  }, [isDone, close])
  return (
    <fetcher.Form method="post" {...formProps(form)} className="grid gap-5">
      <input type="hidden" name="intent" value={role ? 'edit' : 'create'} />
      {role && <input type="hidden" name="roleId" value={role.id} />}
      <FormErrors form={form} />
      <TextField {...field(fields.name)} label="Name" autoComplete="off" />
      <TextArea
        {...field(fields.description)}
        label="Description"
        description="One sentence for whoever gives this role."
        rows={2}
      />
      <PermissionBoxes chosen={role?.permissions ?? []} held={held} />
      <DialogActions>
        <Button look="quiet" onPress={close}>
          Cancel
        </Button>
        <Button type="submit" pending={fetcher.state !== 'idle'}>
          {role ? 'Save role' : 'Create role'}
        </Button>
      </DialogActions>
    </fetcher.Form>
  )
}
