import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useEffect } from 'react'
import { requireUser } from '#app/http/guards.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { refreshSessionsOf } from '#app/http/session.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { LinkButton } from '#app/ui/kit/button.tsx'
import { field, FormCard, FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { Notice } from '#app/ui/kit/notice.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { TextArea, TextField } from '#app/ui/kit/text-field.tsx'
import { toast } from '#app/ui/kit/toaster.tsx'
import { AccountShell } from '#app/ui/layout/account-shell.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { findProfile, updateProfile } from '#domain/account/queries.ts'
import { Profile } from '#domain/account/rules.ts'

export const meta: MetaFunction = () => pageMeta('Profile')

export async function loader(asked: LoaderFunctionArgs) {
  const { actor, person } = await requireUser(asked)
  const profile = await asked.context.asActor(actor, (tx) => findProfile(tx, person.id), 'read')
  return { profile: profile ?? { fullName: person.fullName, bio: '' }, person }
}

export async function action(asked: ActionFunctionArgs) {
  const { actor, person } = await requireUser(asked)
  const { context } = asked
  return submitForm(await readForm(asked.request), Profile, async (profile) => {
    await context.asActor(actor, (tx) => updateProfile(tx, person.id, profile))
    await refreshSessionsOf(context, [person.id])
    return data({ savedAt: Date.now() })
  })
}

export default function ProfilePage() {
  const { profile, person } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const lastResult = answer && 'lastResult' in answer ? answer.lastResult : undefined
  const [form, fields] = useForm({ schema: Profile, lastResult, defaultValue: profile })
  const savedAt = answer && 'savedAt' in answer ? answer.savedAt : undefined
  useEffect(() => {
    if (savedAt) toast.success('Profile saved')
  }, [savedAt])
  return (
    <AccountShell>
      <PageHeader title="Profile" />
      <div className="grid max-w-2xl gap-6">
        {!person.isVerified && (
          <Notice
            tone="warning"
            title="Your address is not confirmed yet"
            action={
              <LinkButton to="/verify?redirectTo=%2Faccount%2Fprofile" look="quiet" size="sm">
                Confirm address
              </LinkButton>
            }
          >
            You can look around; before you buy we need to know that it is yours.
          </Notice>
        )}
        <Form method="post" {...formProps(form)}>
          <FormCard actions={<SubmitButton>Save profile</SubmitButton>}>
            <FormErrors form={form} />
            <TextField {...field(fields.fullName)} label="Full name" autoComplete="name" />
            <TextArea
              {...field(fields.bio)}
              label="About you"
              description="A few sentences beside what you publish."
            />
          </FormCard>
        </Form>
        <SignInFacts email={person.email} />
      </div>
    </AccountShell>
  )
}

/** What one signs in with, and the ways to change it. */
function SignInFacts({ email }: { email: string }) {
  return (
    <FormCard title="Signing in">
      <SignInFact name="E-mail" value={email} to="/account/email" change="Change e-mail" />
      <SignInFact
        name="Password"
        value="Kept where nobody can read it"
        to="/account/password"
        change="Change password"
      />
    </FormCard>
  )
}

function SignInFact({
  name,
  value,
  to,
  change,
}: {
  name: string
  value: string
  to: string
  change: string
}) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="min-w-0">
        <span className="block text-sm text-ink-quiet">{name}</span>
        <span className="font-medium wrap-anywhere">{value}</span>
      </p>
      <LinkButton to={to} look="quiet" size="sm">
        {change}
      </LinkButton>
    </div>
  )
}
