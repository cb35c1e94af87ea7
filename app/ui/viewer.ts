import { useRouteLoaderData } from '@remix-run/react'

/** What the pages may know of the person looking at them. */
export type Viewer = {
  id: string
  email: string
  fullName: string
  role: 'platform_owner' | 'creator' | 'customer'
  /** They have proved that the address is theirs: before that they only look around. */
  isVerified: boolean
  /** The platform owner sees the product as this person until then (ISO 8601); null: it is the person themselves. */
  supportUntil: string | null
  /** When their account is deleted, unless they keep it (ISO 8601); null when it stays. */
  deletionDueAt: string | null
  organizations: {
    id: string
    slug: string
    name: string
    /** The places of its studio that they may open, in order. */
    places: readonly string[]
    primaryColor: string
    logoVersion: string | null
    role: 'owner' | 'admin' | 'creator' | 'member' | 'subscriber'
  }[]
}

export type Theme = 'light' | 'dark' | 'system'

/** A host that belongs to one organization: its own domain, or its name before the platform's. */
export type Tenant = {
  readonly slug: string
  /** null: nobody may see it here, or it is not there. */
  readonly organization: { id: string; name: string; primaryColor: string; logoVersion: string | null } | null
  /** The name of this host, without a port. */
  readonly host: string
  /** Where people sign in and buy, and their accounts are. */
  readonly mainOrigin: string
  /** Somebody signed in is looking. Who, these pages are not told. */
  readonly isSignedIn: boolean
}

/** What the root loader returns on every page. */
export type RootData = {
  /** Always null on an organization's own host. */
  viewer: Viewer | null
  platformName: string
  theme: Theme
  /** On a host of an organization's own: which one, and where everything else is. */
  tenant: Tenant | null
}

/** The root loader's data, or undefined where the root itself has failed. */
export function useRootData(): RootData | undefined {
  return useRouteLoaderData('root')
}

/** The signed-in person, or null for a guest. */
export function useViewer(): Viewer | null {
  return useRootData()?.viewer ?? null
}

/** May this membership open the studio? Members and subscribers only watch, unless they were allowed more. */
export const worksInStudio = ({ places }: Viewer['organizations'][number]) => places.length > 0
