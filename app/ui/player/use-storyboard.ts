import { useCallback, useMemo, useRef, useState } from 'react'
import { parseStoryboard, pictureAt, type StoryPicture } from './storyboard.ts'
import type { StreamAnswer, StreamLinks } from './stream-links.ts'

/** Milliseconds in which a sprite that cannot be shown is not asked for again. */
const patience = 60_000

export type Storyboard = {
  /** Seconds. Undefined while nothing is there to show. */
  pictureAt(time: number): StoryPicture | undefined
  /** Somebody is about to look: fetches the pictures, or fresh links to them. */
  prepare(): void
  /** A sprite could not be shown: its link is dead. */
  renew(): void
}

/** Pictures of the moments of a film, fetched when somebody looks for a place in it. */
export function useStoryboard(links: StreamLinks): Storyboard {
  const [pictures, setPictures] = useState<readonly StoryPicture[]>([])
  const shownOf = useRef<StreamAnswer>()
  const renewedAt = useRef(-Infinity)

  const prepare = useCallback(() => {
    const load = async () => {
      const answer = await links.answer()
      if (shownOf.current === answer) return
      shownOf.current = answer
      if (answer.storyboardUrl) setPictures(await fetchStoryboard(answer.storyboardUrl))
    }
    load().catch(() => {
      // The time is shown without a picture, until somebody looks again.
      shownOf.current = undefined
    })
  }, [links])
  const renew = useCallback(() => {
    if (performance.now() - renewedAt.current < patience) return
    renewedAt.current = performance.now()
    links.distrust()
    prepare()
  }, [links, prepare])

  return useMemo(
    () => ({ pictureAt: (time) => pictureAt(pictures, time), prepare, renew }),
    [pictures, prepare, renew],
  )
}

async function fetchStoryboard(address: string): Promise<StoryPicture[]> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`the storyboard could not be fetched: ${answer.status}`)
  return parseStoryboard(await answer.text(), answer.url)
}
