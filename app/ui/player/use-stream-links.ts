import { useMemo } from 'react'
import { askForLinks, createStreamLinks, type StreamLinks } from './stream-links.ts'

/** The links of a film, shared by all that plays and shows it. */
export const useStreamLinks = (contentId: string): StreamLinks =>
  useMemo(() => createStreamLinks({ ask: () => askForLinks(contentId) }), [contentId])
