import { useEffect, useState } from 'react'
import type { StreamLinks } from './stream-links.ts'
import { parseWaveform, type Waveform } from './waveform.ts'

/** The waveform of a recording, fetched once it `isWanted`. Without one the bar is plain. */
export function useWaveform(links: StreamLinks, isWanted: boolean): Waveform | undefined {
  const [waveform, setWaveform] = useState<Waveform>()
  useEffect(() => {
    if (!isWanted) return
    const leaving = new AbortController()
    fetchWaveform(links, leaving.signal).then(
      (found) => !leaving.signal.aborted && setWaveform(found),
      // Left, or away: the bar stays plain.
      () => {},
    )
    return () => leaving.abort()
  }, [links, isWanted])
  return waveform
}

async function fetchWaveform(links: StreamLinks, signal: AbortSignal): Promise<Waveform | undefined> {
  const { waveformUrl } = await links.answer()
  if (!waveformUrl) return undefined
  const answer = await fetch(waveformUrl, { signal })
  return answer.ok ? parseWaveform(await answer.json()) : undefined
}
