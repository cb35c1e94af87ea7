import type { MetaDescriptor } from '@remix-run/react'

/** Title and description of a page: `pageMeta('Media', 'Acme')` gives “Media · Acme · Codex”. */
export function pageMeta(title: string, context?: string, description?: string): MetaDescriptor[] {
  const meta: MetaDescriptor[] = [{ title: [title, context, 'Codex'].filter(Boolean).join(' · ') }]
  return description ? [...meta, { name: 'description', content: description }] : meta
}
