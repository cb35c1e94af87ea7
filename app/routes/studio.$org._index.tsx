import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { notFoundResponse, requireMember } from '#app/http/guards.server.ts'
import { studioSections } from '#app/http/studio-sections.server.ts'

/** The studio begins with the first place that somebody may open. */
export async function loader(asked: LoaderFunctionArgs) {
  const { membership } = await requireMember(asked, asked.params.org)
  const [first] = studioSections(membership)
  if (!first) throw notFoundResponse()
  return redirect(`/studio/${membership.organization.slug}/${first}`)
}
