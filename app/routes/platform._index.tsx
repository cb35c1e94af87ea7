import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { requirePlatformOwner } from '#app/http/guards.server.ts'

/** The platform begins with its people. */
export async function loader(asked: LoaderFunctionArgs) {
  await requirePlatformOwner(asked)
  return redirect('/platform/people')
}
