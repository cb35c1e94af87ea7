import type { MetaDescriptor } from '@remix-run/react'

/**
 * Title and description of a page: `pageMeta('Media', 'Acme')` gives “Media · Acme · Codex”. On an organization's own host the
 * platform's name is not there.
 */
export function pageMeta(
  title: string,
  context?: string,
  description?: string,
  { isOwnHost = false } = {},
): MetaDescriptor[] {
  const meta: MetaDescriptor[] = [
    { title: [title, context, isOwnHost ? '' : 'Codex'].filter(Boolean).join(' · ') },
  ]
  return description ? [...meta, { name: 'description', content: description }] : meta
}
