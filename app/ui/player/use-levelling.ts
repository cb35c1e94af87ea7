import { useEffect, useState } from 'react'
import { levellingGain } from './loudness.ts'
import type { StreamLinks } from './stream-links.ts'

/** The share of its volume to play a film at, once its loudness is known. `isReady`: its links have been asked for. */
export function useLevelling(links: StreamLinks, isReady: boolean): number {
  const [gain, setGain] = useState(1)
  useEffect(() => {
    if (!isReady) return
    let left = false
    links.answer().then(
      ({ loudness }) => !left && setGain(levellingGain(loudness)),
      // Without links nothing plays, and the engine says why.
      () => {},
    )
    return () => {
      left = true
    }
  }, [links, isReady])
  return gain
}
