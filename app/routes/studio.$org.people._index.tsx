import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import {
  may,
  requireAdmin,
  requireFreshSession,
  requireOwner,
  requirePermission,
} from '#app/http/guards.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { parseOrRefuse, readForm } from '#app/http/parse.server.ts'
import { countTries } from '#app/http/rate-limit.server.ts'
import { recordLook } from '#app/http/record-read.server.ts'
import { attemptInPlace } from '#app/http/refusal-response.server.ts'
import { refreshSessionsOf } from '#app/http/session.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { Button } from '#app/ui/kit/button.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { InvitationTable } from '#app/ui/people/invitation-table.tsx'
import { InviteDialog } from '#app/ui/people/invite-dialog.tsx'
import { InvitedNotice } from '#app/ui/people/invited-notice.tsx'
import { NobodyYet } from '#app/ui/people/nobody-yet.tsx'
import { PeopleTable } from '#app/ui/people/people-table.tsx'
import { PeopleTabs } from '#app/ui/people/people-tabs.tsx'
import type { ActorTx } from '#db/actor.ts'
import { hurryMails } from '#domain/notice/hurry-mails.ts'
import { changeRole } from '#domain/organization/change-role.ts'
import { givableRoles } from '#domain/organization/given-roles.ts'
import { grantPermissions } from '#domain/organization/grant-permissions.ts'
import { listInvitations } from '#domain/organization/invitation-queries.ts'
import { invitePeople, type Invited } from '#domain/organization/invite-people.ts'
import {
  ChangeRoleForm,
  GrantsForm,
  InvitationForm,
  InviteForm,
  PersonForm,
  roleValue,
} from '#domain/organization/people-forms.ts'
import { listCustomRoles, listPeople } from '#domain/organization/people-queries.ts'
import { reactivateMember, removeMember } from '#domain/organization/remove-member.ts'
import { resendInvitation } from '#domain/organization/resend-invitation.ts'
import { revokeInvitation } from '#domain/organization/revoke-invitation.ts'
import { transferOwnership } from '#domain/organization/transfer-ownership.ts'
import type { z } from '#platform/schema.ts'

/** Members and invitations, for who manages people; who only manages roles goes there. */
export async function loader(asked: LoaderFunctionArgs) {
  const member = await requirePermission(asked, asked.params.org, 'people.manage', 'roles.manage')
  const { actor, person, session, membership } = member
  const { id, slug, name } = membership.organization
  if (!may(membership, 'people.manage')) throw redirect(`/studio/${slug}/people/roles`)
  const found = await asked.context.asActor(
    actor,
    async (tx) => ({
      people: await listPeople(tx, id),
      invitations: await listInvitations(tx, id),
      customRoles: await listCustomRoles(tx, id),
    }),
    'read',
  )
  await recordLook(asked, session, {
    action: 'people.view',
    organizationId: id,
    subjectType: 'organization',
    subjectId: id,
  })
  const isOwner = membership.role === 'owner'
  const { permissions } = membership
  const roles = givableRoles({ isOwner, permissions }, found.customRoles)
  return {
    ...found,
    roles,
    invitations: found.invitations.map((invitation) => ({
      ...invitation,
      isOurs: roles.some(({ value }) => value === roleValue(invitation.role, invitation.customRoleId)),
    })),
    manager: {
      personId: person.id,
      isOwner,
      isAdmin: isOwner || membership.role === 'admin',
      permissions,
    },
    organization: { slug, name },
    managesRoles: may(membership, 'roles.manage'),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  pageMeta('People', page?.organization.name)

const intents = ['invite', 'resend', 'revoke', 'role', 'grants', 'remove', 'reactivate', 'transfer'] as const

export async function action(asked: ActionFunctionArgs) {
  const { context, params } = asked
  const { needs, asActor } = context
  const { actor, person, membership } = await requirePermission(asked, params.org, 'people.manage')
  const organizationId = membership.organization.id
  const change = { organizationId, origin: originOf(asked) }
  const secret = needs.env.SESSION_SECRET
  const form = await readForm(asked.request)
  const fields = { ...Object.fromEntries(form), permissions: form.getAll('permissions') }
  const intent = intents.find((known) => known === form.get('intent'))

  /** Changes one member, and `also` others; their next requests see it. */
  const changeMember = <Schema extends z.ZodType<{ personId: string }>>(
    schema: Schema,
    work: (tx: ActorTx, values: z.output<Schema>) => Promise<void>,
    also: readonly string[] = [],
  ) =>
    attemptInPlace(async () => {
      const values = parseOrRefuse(fields, schema)
      await asActor(actor, (tx) => work(tx, values))
      await refreshSessionsOf(context, [values.personId, ...also])
      return { done: intent }
    })

  switch (intent) {
    case 'invite':
      return submitForm(form, InviteForm, async ({ emails: addresses, role }) => {
        await countTries(needs, 'invite', addresses.length, organizationId)
        const invited = await asActor(actor, (tx) => invitePeople(tx, change, { addresses, secret, ...role }))
        await hurryMails(needs)
        return data({ invited, lastResult: undefined })
      })
    case 'resend':
      return attemptInPlace(async () => {
        const { invitationId } = parseOrRefuse(fields, InvitationForm)
        await countTries(needs, 'invite', 1, organizationId)
        await asActor(actor, (tx) => resendInvitation(tx, change, { invitationId, secret }))
        await hurryMails(needs)
        return { done: intent }
      })
    case 'revoke':
      return attemptInPlace(async () => {
        const { invitationId } = parseOrRefuse(fields, InvitationForm)
        await asActor(actor, (tx) => revokeInvitation(tx, change, invitationId))
        return { done: intent }
      })
    case 'role':
      return changeMember(ChangeRoleForm, (tx, { personId, role }) =>
        changeRole(tx, change, { personId, ...role }),
      )
    case 'grants':
      await requireAdmin(asked, params.org)
      return changeMember(GrantsForm, (tx, grants) => grantPermissions(tx, change, grants))
    case 'remove':
      return changeMember(PersonForm, (tx, { personId }) => removeMember(tx, change, personId))
    case 'reactivate':
      return changeMember(PersonForm, (tx, { personId }) => reactivateMember(tx, change, personId))
    case 'transfer':
      await requireOwner(asked, params.org)
      await requireFreshSession(asked, { transfer: String(form.get('personId')) })
      return changeMember(PersonForm, (tx, { personId }) => transferOwnership(tx, change, personId), [
        person.id,
      ])
    case undefined:
      throw data({ message: 'We did not understand what to do.' }, { status: 400 })
  }
}

export default function People() {
  const page = useLoaderData<typeof loader>()
  const { people, invitations, customRoles, manager, roles, organization } = page
  const [invited, setInvited] = useState<readonly Invited[]>()
  const [isInviting, setIsInviting] = useState(false)
  const invite = (
    <Button icon={UserPlus} onPress={() => setIsInviting(true)}>
      Invite people
    </Button>
  )
  const isAlone = people.length <= 1 && invitations.length === 0
  return (
    <>
      <PageHeader
        title="People"
        description="Who works here, as what, and who is invited to."
        action={!isAlone && roles.length > 0 && invite}
      />
      <PeopleTabs slug={organization.slug} people roles={page.managesRoles} />
      {/* In one place, however the page around it changes while an invitation is on its way. */}
      <InviteDialog
        organizationName={organization.name}
        roles={roles}
        isOpen={isInviting}
        onOpenChange={setIsInviting}
        onInvited={setInvited}
      />
      {invited && <InvitedNotice invited={invited} />}
      <PeopleTable
        people={people}
        customRoles={customRoles}
        manager={manager}
        roles={roles}
        organizationName={organization.name}
      />
      {isAlone ? (
        <NobodyYet action={invite} />
      ) : (
        invitations.length > 0 && (
          <section aria-labelledby="invitations" className="mt-10 grid gap-4">
            <h2 id="invitations" className="text-xl font-semibold tracking-tight">
              Invitations
            </h2>
            <InvitationTable invitations={invitations} customRoles={customRoles} />
          </section>
        )
      )}
    </>
  )
}
