import { Link, NavLink } from '@remix-run/react'
import {
  ChartNoAxesColumn,
  Cog,
  ExternalLink,
  FileVideo,
  Film,
  ScrollText,
  Settings,
  Users,
} from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../kit/cx.ts'
import { SkipLink } from '../kit/hidden.tsx'
import { Strip } from '../kit/strip.tsx'
import { SiteHeader } from './site-header.tsx'

const sections = {
  media: { words: 'Media', icon: FileVideo },
  content: { words: 'Content', icon: Film },
  transcoding: { words: 'Transcoding', icon: Cog },
  sales: { words: 'Sales', icon: ChartNoAxesColumn },
  people: { words: 'People', icon: Users },
  settings: { words: 'Settings', icon: Settings },
  audit: { words: 'Audit log', icon: ScrollText },
} as const satisfies Record<string, { words: string; icon: LucideIcon }>

/** A place of the studio; its address is `/studio/{org}/{section}`. */
export type StudioSection = keyof typeof sections

export type StudioShellProps = {
  organization: { slug: string; name: string }
  /** The places this person may open, in order. */
  sections: readonly StudioSection[]
  children: ReactNode
}

/** The studio of one organization: its places at the side, on a phone at the bottom. */
export function StudioShell({ organization, sections: allowed, children }: StudioShellProps) {
  const links = allowed.map((section) => ({
    section,
    to: `/studio/${organization.slug}/${section}`,
    ...sections[section],
  }))
  return (
    <div className="flex min-h-[calc(100dvh-var(--banner,0px))] flex-col">
      <SkipLink />
      <SiteHeader currentOrganization={organization.slug} />
      <div className="wrap flex flex-1 gap-8 max-md:flex-col max-md:gap-0 max-md:pb-20">
        <aside
          data-chrome
          aria-label={organization.name}
          className="md:sticky md:top-[calc(3.5rem+var(--banner,0px))] md:h-[calc(100dvh-3.5rem-var(--banner,0px))] md:w-52 md:shrink-0 md:overflow-y-auto md:py-6"
        >
          <div className="flex items-center justify-between gap-3 max-md:border-b max-md:border-line max-md:py-3 md:mb-4 md:grid md:gap-0.5 md:px-3">
            <p className="truncate font-semibold">{organization.name}</p>
            <Link
              to={`/${organization.slug}`}
              className="inline-flex shrink-0 items-center gap-1 rounded-sm py-0.5 text-sm text-ink-quiet hover:text-ink hover:underline"
            >
              View storefront
              <ExternalLink aria-hidden className="size-3.5" />
            </Link>
          </div>
          <nav
            aria-label="Studio"
            className="max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-30 max-md:border-t max-md:border-line max-md:bg-canvas/95 max-md:pb-[env(safe-area-inset-bottom)] max-md:backdrop-blur-md"
          >
            <Strip className="md:grid md:gap-0.5">
              {links.map(({ section, to, words, icon: Icon }) => (
                <li key={section} className="max-md:flex-auto">
                  <NavLink
                    to={to}
                    prefetch="intent"
                    className={({ isActive }) =>
                      cx(
                        'flex items-center rounded-md font-medium -outline-offset-2 transition-colors',
                        'max-md:h-14 max-md:flex-col max-md:justify-center max-md:gap-0.5 max-md:px-1 max-md:text-[0.6875rem] max-md:whitespace-nowrap',
                        'md:h-10 md:gap-3 md:px-3 md:hover:bg-sunken',
                        isActive ? 'text-brand md:bg-brand-quiet' : 'text-ink-quiet hover:text-ink',
                      )
                    }
                  >
                    <Icon aria-hidden className="size-5 md:size-4.5" />
                    {words}
                  </NavLink>
                </li>
              ))}
            </Strip>
          </nav>
        </aside>
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 py-6 md:py-8">
          {children}
        </main>
      </div>
    </div>
  )
}
