import { useCallback, useEffect, useRef, useState } from 'react'
import { failureWords } from './failure-words.ts'
import { captionLanguages, readKeptCaptions } from './kept-captions.ts'
import { openEngine, type Engine, type Offer } from './open-engine.ts'
import type { StreamLinks } from './stream-links.ts'

export type EngineState = {
  readonly phase: 'loading' | 'ready' | 'failed'
  /** Why it does not play, in words. */
  readonly failure: string | undefined
  readonly offer: Offer
  /** The engine chooses the quality. */
  readonly isAuto: boolean
  chooseQuality(trackId: number | 'auto'): void
  chooseSound(trackId: number): void
  chooseCaption(trackId: number | 'off'): void
  fetchAhead(): void
  /** Opens the film again where it stopped. */
  retry(): void
}

const nothing: Offer = { qualities: [], captions: [], sounds: [] }

/** Loads a film into a media element as soon as both are there, and closes it with the page. */
export function useEngine(
  video: HTMLVideoElement | null,
  captionsBox: HTMLElement | null,
  { manifest, links, startAt }: { manifest: string; links: StreamLinks; startAt: number },
): EngineState {
  const engine = useRef<Engine>()
  const beginAt = useRef(startAt)
  const [attempt, setAttempt] = useState(0)
  const [phase, setPhase] = useState<EngineState['phase']>('loading')
  const [failure, setFailure] = useState<string>()
  const [offer, setOffer] = useState(nothing)
  const [isAuto, setIsAuto] = useState(true)

  useEffect(() => {
    if (!video || !captionsBox) return
    let left = false
    const fail = (error: unknown) => {
      if (left) return
      setFailure(failureWords(error, navigator.onLine))
      setPhase('failed')
    }
    // The engine heals itself when the connection is back.
    const recover = () => {
      setFailure(undefined)
      setPhase('ready')
    }
    setPhase('loading')
    setFailure(undefined)
    setIsAuto(true)
    const opening = openEngine({
      video,
      captionsBox,
      manifest,
      links,
      startAt: beginAt.current,
      captionLanguages: readKeptCaptions().isOn ? captionLanguages() : [],
      onOffer: (found) => !left && setOffer(found),
      onFailure: fail,
    })
    opening.then((opened) => {
      if (left) return
      engine.current = opened
      setPhase('ready')
      video.addEventListener('playing', recover)
    }, fail)
    return () => {
      left = true
      video.removeEventListener('playing', recover)
      engine.current = undefined
      opening.then(
        (opened) => opened.close(),
        () => {},
      )
    }
  }, [video, captionsBox, manifest, links, attempt])

  return {
    phase,
    failure,
    offer,
    isAuto,
    chooseQuality: useCallback((trackId) => {
      engine.current?.chooseQuality(trackId)
      setIsAuto(trackId === 'auto')
    }, []),
    chooseSound: useCallback((trackId) => engine.current?.chooseSound(trackId), []),
    chooseCaption: useCallback((trackId) => engine.current?.chooseCaption(trackId), []),
    fetchAhead: useCallback(() => engine.current?.fetchAhead(), []),
    retry: useCallback(() => {
      if (video && video.readyState > 0) beginAt.current = video.currentTime
      setAttempt((count) => count + 1)
    }, [video]),
  }
}
