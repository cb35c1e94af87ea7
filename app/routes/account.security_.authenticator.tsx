import {
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { enrolTotp } from '#app/http/factor-changes.server.ts'
import { requireFreshSession } from '#app/http/guards.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { submitForm } from '#app/http/submit-form.server.ts'
import { QrCode } from '#app/ui/account/qr-code.tsx'
import { TextLink } from '#app/ui/kit/button.tsx'
import { CopyButton } from '#app/ui/kit/copy-button.tsx'
import { field, FormErrors, formProps, SubmitButton, useForm } from '#app/ui/kit/form.tsx'
import { TextField } from '#app/ui/kit/text-field.tsx'
import { CenteredCard } from '#app/ui/layout/centered-card.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { readTotp } from '#domain/account/enrol-totp.ts'
import { TotpConfirmation } from '#domain/account/factor-rules.ts'
import { readSecondFactors } from '#domain/account/second-factors.ts'
import { totpUri } from '#domain/account/totp.ts'
import { drawQrCode } from '#platform/qr-code.ts'

export const meta: MetaFunction = () => pageMeta('Set up an authenticator app')

/** The secret to put into an app, until it is confirmed. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor, person } = await requireFreshSession(asked)
  const { env } = asked.context.needs
  const owner = { personId: person.id, platformSecret: env.SESSION_SECRET }
  const totp = await asked.context.asActor(actor, (tx) => readTotp(tx, owner), 'read')
  if (!totp || totp.isConfirmed) throw redirect('/account/security')
  return { qrCode: drawQrCode(totpUri(totp.secret, person.email)), secret: totp.secret }
}

/** Confirms the app by a code that it shows. */
export async function action(asked: ActionFunctionArgs) {
  const signedIn = await requireFreshSession(asked)
  const { search } = new URL(asked.request.url)
  const form = await readForm(asked.request)
  return submitForm(
    form,
    TotpConfirmation,
    async ({ code }) => {
      await enrolTotp(asked, signedIn, code)
      const { recoveryCodesLeft } = await asked.context.asActor(signedIn.actor, readSecondFactors, 'read')
      return redirect(`/account/security${recoveryCodesLeft > 0 ? '' : '/recovery-codes'}${search}`)
    },
    { hidden: ['code'] },
  )
}

export default function SetUpAuthenticator() {
  const { qrCode, secret } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const [form, fields] = useForm({ schema: TotpConfirmation, lastResult })
  return (
    <CenteredCard
      title="Set up an app"
      description="Scan this with your authenticator app, then enter the code it shows."
      footer={<TextLink to="/account/security">Cancel</TextLink>}
    >
      <QrCode code={qrCode} label="QR code for your authenticator app" />
      <div className="grid gap-1 text-sm">
        <p className="text-ink-quiet">Cannot scan it? Enter this key by hand:</p>
        <p className="flex items-start gap-2">
          <code className="min-w-0 flex-1 font-mono wrap-anywhere">{secret.match(/.{1,4}/g)?.join(' ')}</code>
          <CopyButton text={secret} label="Copy the key" />
        </p>
      </div>
      <Form method="post" {...formProps(form)} className="grid gap-5">
        <FormErrors form={form} />
        <TextField
          {...field(fields.code)}
          label="Code"
          description="The six digits that the app shows now."
          inputMode="numeric"
          autoComplete="one-time-code"
        />
        <SubmitButton>Turn on</SubmitButton>
      </Form>
    </CenteredCard>
  )
}
