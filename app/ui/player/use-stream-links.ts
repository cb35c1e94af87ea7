import { useMemo } from 'react'
import { linksOf, type PlayerSource } from './player-source.ts'
import { askForLinks, createStreamLinks, lastingLinks, type StreamLinks } from './stream-links.ts'

/** The links of a film, shared by all that plays and shows it. */
export function useStreamLinks(source: PlayerSource): StreamLinks {
  const address = linksOf(source)
  return useMemo(
    () => (address ? createStreamLinks({ ask: () => askForLinks(address) }) : lastingLinks),
    [address],
  )
}
