import { data, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { requireUser } from '#app/http/guards.server.ts'
import { originOf } from '#app/http/origin.server.ts'
import { readForm } from '#app/http/parse.server.ts'
import { attemptInPlace } from '#app/http/refusal-response.server.ts'
import { refreshSessionsOf } from '#app/http/session.server.ts'
import { ArchiveCard } from '#app/ui/account/archive-card.tsx'
import { DeletionCard } from '#app/ui/account/deletion-card.tsx'
import { useRevalidateWhile } from '#app/ui/catalog/use-revalidate-while.ts'
import { Notice } from '#app/ui/kit/notice.tsx'
import { PageHeader } from '#app/ui/kit/page-header.tsx'
import { AccountShell } from '#app/ui/layout/account-shell.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'
import { cancelDeletion } from '#domain/leaving/deletion.ts'
import { findLatestExport, requestExport } from '#domain/leaving/exports.ts'
import { addressUnproved } from '#app/http/unproved.server.ts'
import { makeExport } from '#domain/leaving/jobs/make-export.job.ts'
import { graceDays } from '#domain/leaving/rules.ts'
import { hurryMails } from '#domain/notice/hurry-mails.ts'

export const meta: MetaFunction = () => pageMeta('Your data')

/** The archive somebody asked for last, and whether they are about to go. */
export async function loader(asked: LoaderFunctionArgs) {
  const { actor, person, session } = await requireUser(asked)
  const archive = await asked.context.asActor(actor, (tx) => findLatestExport(tx, person.id), 'read')
  return { archive, deletionDueAt: session.deletionDueAt, graceDays }
}

/** Asks for an archive (`export`), or takes the deletion of the account back (`keep`). */
export async function action(asked: ActionFunctionArgs) {
  const { actor, person } = await requireUser(asked)
  const { context, request } = asked
  const origin = originOf(asked)
  switch ((await readForm(request)).get('intent')) {
    case 'export':
      return attemptInPlace(async () => {
        if (!person.isVerified) throw addressUnproved
        const exportId = await context.asActor(actor, (tx) => requestExport(tx, person.id, origin))
        await context.needs.jobs.enqueue(makeExport, { exportId })
        return data({ asked: true })
      })
    case 'keep':
      return attemptInPlace(async () => {
        await context.asActor(actor, (tx) => cancelDeletion(tx, origin))
        await refreshSessionsOf(context, [person.id])
        await hurryMails(context.needs)
        return data({ kept: true })
      })
    default:
      throw data({ message: 'That is nothing this page can do.' }, { status: 400 })
  }
}

export default function YourData() {
  const { archive, deletionDueAt, graceDays: days } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  useRevalidateWhile(archive?.status === 'pending' || archive?.status === 'running')
  return (
    <AccountShell>
      <PageHeader
        title="Your data"
        description="What we keep about you is yours: to see, to take along, to have deleted."
      />
      <div className="grid max-w-3xl gap-6">
        {answer && 'kept' in answer && !deletionDueAt && (
          <Notice tone="success" title="Your account stays">
            Nothing was deleted. You can buy and upload again.
          </Notice>
        )}
        <ArchiveCard
          archive={archive}
          refused={answer && 'refusal' in answer ? answer.refusal.message : undefined}
        />
        <DeletionCard dueAt={deletionDueAt} graceDays={days} />
      </div>
    </AccountShell>
  )
}
