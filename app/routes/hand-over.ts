import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { redirect } from '@remix-run/node'
import { notFoundResponse } from '#app/http/guards.server.ts'
import { arrive, depart } from '#app/http/hand-over.server.ts'
import { signOutHere } from '#app/http/session.server.ts'

/** Carries a sign-in from the platform's host to an organization's own, by a code that works once. */
export function loader(asked: LoaderFunctionArgs) {
  const { tenant } = asked.context
  return tenant ? arrive(asked, tenant) : depart(asked)
}

/** Signs out from an organization's own host: the session that it was handed ends everywhere. */
export async function action({ request, context }: ActionFunctionArgs) {
  if (!context.tenant) throw notFoundResponse()
  return redirect('/', { headers: { 'Set-Cookie': await signOutHere(context, request) } })
}
