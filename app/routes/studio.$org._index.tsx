import { redirect, type LoaderFunctionArgs } from '@remix-run/node'
import { refuseEntry, requireMember } from '#app/http/guards.server.ts'
import { studioSections } from '#app/http/studio-sections.server.ts'

/** The studio begins with the first place that somebody may open. */
export async function loader(asked: LoaderFunctionArgs) {
  const member = await requireMember(asked, asked.params.org)
  const { membership } = member
  const [first] = studioSections(membership)
  if (!first) throw await refuseEntry(asked, member)
  return redirect(`/studio/${membership.organization.slug}/${first}`)
}
