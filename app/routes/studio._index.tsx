import { redirect, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Clapperboard } from 'lucide-react'
import { requireUser } from '#app/http/guards.server.ts'
import { LinkButton } from '#app/ui/kit/button.tsx'
import { EmptyState } from '#app/ui/kit/empty-state.tsx'
import { SiteShell } from '#app/ui/layout/site-shell.tsx'
import { pageMeta } from '#app/ui/page-meta.ts'

export const meta: MetaFunction = () => pageMeta('Studio')

/** To the first organization somebody works in; without one, this page says how to begin. */
export async function loader(asked: LoaderFunctionArgs) {
  const { session } = await requireUser(asked)
  const own = session.memberships.find(({ permissions }) => permissions.length > 0)
  if (own) throw redirect(`/studio/${own.organization.slug}`)
  return null
}

export default function Studio() {
  return (
    <SiteShell className="grid content-center">
      <h1 className="sr-only">Studio</h1>
      <EmptyState
        icon={Clapperboard}
        title="Your studio begins with an organization"
        action={<LinkButton to="/studio/new">Create an organization</LinkButton>}
      >
        An organization is the name you sell under, with a storefront of its own. Create it in a minute; then
        upload a film or a recording, name a price, and publish.
      </EmptyState>
    </SiteShell>
  )
}
