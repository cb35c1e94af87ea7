import { useSearchParams } from '@remix-run/react'
import { Ellipsis, KeyRound, ShieldCheck, UserMinus, UserPlus, UserRoundCog } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { RoleChoice } from '#domain/organization/given-roles.ts'
import { roleValue } from '#domain/organization/people-forms.ts'
import type { MemberRow } from '#domain/organization/people-queries.ts'
import type { Permission } from '#domain/organization/permissions.ts'
import { IconButton } from '../kit/button.tsx'
import { RadioGroup } from '../kit/choices.tsx'
import { ConfirmDialog, Dialog } from '../kit/dialog.tsx'
import { Menu, MenuItem, MenuSeparator } from '../kit/menu.tsx'
import { DialogForm } from './dialog-form.tsx'
import { PermissionBoxes } from './permission-boxes.tsx'

/** Who looks at the page, as far as it decides what they may do. */
export type Manager = {
  readonly personId: string
  readonly isOwner: boolean
  readonly isAdmin: boolean
  readonly permissions: readonly Permission[]
}

export type MemberActionsProps = {
  member: MemberRow
  manager: Manager
  roles: readonly RoleChoice[]
  organizationName: string
}

type Question = 'role' | 'grants' | 'transfer' | 'remove' | 'reactivate'

/** What can be done about a member; nothing about the owner, oneself, or for an admin about other admins. */
export function MemberActions({ member, manager, roles, organizationName }: MemberActionsProps) {
  const [search] = useSearchParams()
  // Whoever had to prove first that it is them comes back to the question.
  const isAskedAgain = search.get('transfer') === member.personId
  const [asked, setAsked] = useState<Question | undefined>(isAskedAgain ? 'transfer' : undefined)
  const close = useCallback(() => setAsked(undefined), [])
  const { personId, fullName, role, status } = member
  const isFixed = role === 'owner' || personId === manager.personId || (role === 'admin' && !manager.isOwner)
  if (isFixed) return null
  const isActive = status === 'active'
  if (!isActive && !member.joinedAt) return null
  const control = (question: Question) => ({
    isOpen: asked === question,
    onOpenChange: (open: boolean) => !open && close(),
  })
  return (
    <>
      <Menu
        label={`Actions for ${fullName}`}
        trigger={<IconButton icon={Ellipsis} label={`Actions for ${fullName}`} size="sm" />}
      >
        {isActive ? (
          <>
            <MenuItem icon={UserRoundCog} onAction={() => setAsked('role')}>
              Change role
            </MenuItem>
            {manager.isAdmin && (
              <MenuItem icon={KeyRound} onAction={() => setAsked('grants')}>
                Grant permissions
              </MenuItem>
            )}
            {manager.isOwner && role !== 'member' && (
              <MenuItem icon={ShieldCheck} onAction={() => setAsked('transfer')}>
                Make owner
              </MenuItem>
            )}
            <MenuSeparator />
            <MenuItem icon={UserMinus} danger onAction={() => setAsked('remove')}>
              Remove
            </MenuItem>
          </>
        ) : (
          <MenuItem icon={UserPlus} onAction={() => setAsked('reactivate')}>
            Take back the removal
          </MenuItem>
        )}
      </Menu>
      <Dialog title={`Role of ${fullName}`} size="md" {...control('role')}>
        <DialogForm fields={{ intent: 'role', personId }} submit="Change role" close={close}>
          <RadioGroup
            name="role"
            label="Role"
            options={roles}
            defaultValue={roleValue(role, member.customRoleId)}
          />
        </DialogForm>
      </Dialog>
      <Dialog title={`What ${fullName} may do beside their role`} size="md" {...control('grants')}>
        <DialogForm fields={{ intent: 'grants', personId }} submit="Save permissions" close={close}>
          <PermissionBoxes chosen={member.grants} held={manager.permissions} />
        </DialogForm>
      </Dialog>
      <ConfirmDialog
        {...control('transfer')}
        title={`Make ${fullName} the owner of ${organizationName}?`}
        confirm="Hand over the organization"
        fields={{ intent: 'transfer', personId }}
      >
        They decide about everything here from then on, you included. You become an admin. Only they can take
        this back.
      </ConfirmDialog>
      <ConfirmDialog
        {...control('remove')}
        title={`Remove ${fullName}?`}
        confirm="Remove person"
        fields={{ intent: 'remove', personId }}
      >
        They lose access to {organizationName} at once. Their posts stay. You can take this back, or invite
        them again.
      </ConfirmDialog>
      <ConfirmDialog
        {...control('reactivate')}
        title={`Take ${fullName} back?`}
        confirm="Take person back"
        look="primary"
        fields={{ intent: 'reactivate', personId }}
      >
        They have the role again that they had.
      </ConfirmDialog>
    </>
  )
}
