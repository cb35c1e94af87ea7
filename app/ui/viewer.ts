import { useRouteLoaderData } from '@remix-run/react'

/** What the pages may know of the person looking at them. */
export type Viewer = {
  id: string
  email: string
  fullName: string
  role: 'platform_owner' | 'creator' | 'customer'
  /** The platform owner sees the product as this person until then (ISO 8601); null: it is the person themselves. */
  supportUntil: string | null
  organizations: {
    slug: string
    name: string
    role: 'owner' | 'admin' | 'creator' | 'member' | 'subscriber'
  }[]
}

export type Theme = 'light' | 'dark' | 'system'

/** What the root loader returns on every page. */
export type RootData = { viewer: Viewer | null; platformName: string; theme: Theme }

/** The root loader's data, or undefined where the root itself has failed. */
export function useRootData(): RootData | undefined {
  return useRouteLoaderData('root')
}

/** The signed-in person, or null for a guest. */
export function useViewer(): Viewer | null {
  return useRootData()?.viewer ?? null
}

/** May this membership open the studio? Members and subscribers only watch. */
export function worksInStudio(membership: Viewer['organizations'][number]): boolean {
  return membership.role !== 'member' && membership.role !== 'subscriber'
}
