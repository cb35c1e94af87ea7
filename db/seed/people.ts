export type DemoPerson = { who: string; name: string; email: string; password: string }

/** One password for all, so that a newcomer has to remember one. */
const password = 'codex-demo-2026'

/** The people of the demo organization, as `npm run dev` shows them. */
export const people = {
  creator: { who: 'creator', name: 'Maya Lindqvist', email: 'maya@codex.test', password },
  admin: { who: 'admin', name: 'Adam Okoro', email: 'adam@codex.test', password },
  customer: { who: 'customer', name: 'Carl Brenner', email: 'carl@codex.test', password },
  platformOwner: { who: 'platform owner', name: 'Olive Tanaka', email: 'olive@codex.test', password },
} satisfies Record<string, DemoPerson>
