import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { requireFreshSession } from '#app/http/guards.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { forgetSessions, refreshSessionsOf } from '#app/http/session.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { DeletionWords } from '#app/ui/account/deletion-words.tsx'
import { StillNeeded } from '#app/ui/account/still-needed.tsx'
import { LinkButton } from '#app/ui/kit/button.tsx'
import { field, FormCard, FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { TextField } from '#app/ui/kit/text-field.tsx'
import { AccountShell } from '#app/ui/layout/account-shell.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { requestDeletion } from '#domain/leaving/deletion.ts'
import { DeletionRequest, graceDays } from '#domain/leaving/rules.ts'
import { hurryMails } from '#domain/notice/hurry-mails.ts'

export const meta: MetaFunction = () => pageMeta('Delete your account')

/** What stands against it, or what would happen; for somebody who has just proved who they are. */
export async function loader(asked: LoaderFunctionArgs) {
  const { person, session } = await requireFreshSession(asked)
  if (session.deletionDueAt) throw redirect('/account/data')
  const now = asked.context.needs.clock.now().getTime()
  return {
    email: person.email,
    isPlatformOwner: person.role === 'platform_owner',
    owned: session.memberships
      .filter(({ role }) => role === 'owner')
      .map(({ organization: { slug, name } }) => ({ slug, name })),
    goneAt: new Date(now + graceDays * 24 * 3600_000).toISOString(),
    graceDays,
  }
}

/** Sets the day, after the address was typed. */
export async function action(asked: ActionFunctionArgs) {
  const { actor, person, session } = await requireFreshSession(asked)
  const { context, request } = asked
  return submitForm(await readForm(request), DeletionRequest, async ({ confirmation }) => {
    const { email } = person
    const ended = await context.asActor(actor, (tx) =>
      requestDeletion(tx, { email, confirmation, sessionId: session.id, origin: originOf(asked) }),
    )
    await forgetSessions(context.needs, ended)
    await refreshSessionsOf(context, [person.id])
    await hurryMails(context.needs)
    return redirect('/account/data')
  })
}

export default function DeleteAccount() {
  const { email, isPlatformOwner, owned, goneAt, graceDays: days } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useForm({ id: 'deletion', schema: DeletionRequest, lastResult })
  const mayGo = owned.length === 0 && !isPlatformOwner
  return (
    <AccountShell>
      <PageHeader
        title="Delete your account"
        description="Read what goes and what stays. Nothing is gone before the day below."
      />
      <div className="grid max-w-3xl gap-6">
        {!mayGo && <StillNeeded isPlatformOwner={isPlatformOwner} owned={owned} />}
        <Form method="post" {...formProps(form)}>
          <FormCard
            title="What happens"
            actions={
              <>
                <LinkButton to="/account/data" look="quiet">
                  {mayGo ? 'Keep my account' : 'Back to your data'}
                </LinkButton>
                {mayGo && <SubmitButton look="danger">Delete account</SubmitButton>}
              </>
            }
          >
            <FormErrors form={form} />
            <DeletionWords goneAt={goneAt} graceDays={days} />
            {mayGo && (
              <TextField
                {...field(fields.confirmation)}
                label={`Type ${email} to delete your account`}
                type="email"
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
              />
            )}
          </FormCard>
        </Form>
      </div>
    </AccountShell>
  )
}
