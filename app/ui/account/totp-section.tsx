import { Form, useActionData } from '@remix-run/react'
import { Smartphone } from 'lucide-react'
import { Badge } from '../kit/badge.tsx'
import { Button } from '../kit/button.tsx'
import { ConfirmDialog } from '../kit/dialog.tsx'
import { FormCard, SubmitButton } from '../kit/form.tsx'
import { Notice } from '../kit/notice.tsx'

/** The authenticator app: set one up, or remove it. */
export function TotpSection({ hasTotp, mayRemove }: { hasTotp: boolean; mayRemove: boolean }) {
  const refused = useActionData<{ refusal?: { message: string } }>()?.refusal?.message
  return (
    <FormCard
      title={
        <span className="flex flex-wrap items-center gap-2">
          Authenticator app {hasTotp && <Badge tone="good">On</Badge>}
        </span>
      }
      description="An app on your phone shows a code that you enter after your password."
      actions={
        hasTotp ? (
          mayRemove && (
            <ConfirmDialog
              title="Remove the authenticator app?"
              confirm="Remove app"
              fields={{ intent: 'remove_totp' }}
              trigger={<Button look="quiet">Remove app</Button>}
            >
              Its codes will no longer sign you in. Without another second factor your recovery codes go with
              it.
            </ConfirmDialog>
          )
        ) : (
          <Form method="post">
            <input type="hidden" name="intent" value="begin_totp" />
            <SubmitButton name="intent" value="begin_totp" icon={Smartphone}>
              Set up an app
            </SubmitButton>
          </Form>
        )
      }
    >
      {refused && <Notice tone="error">{refused}</Notice>}
      {hasTotp && !mayRemove && (
        <p className="text-sm text-ink-quiet">
          This is your only second factor, and you need one. Add another before you remove it.
        </p>
      )}
    </FormCard>
  )
}
