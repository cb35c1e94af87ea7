import { useCallback, useEffect, useRef, useState } from 'react'
import { failureWords } from './failure-words.ts'
import { openEngine, type Engine } from './open-engine.ts'
import type { Quality } from './qualities.ts'

export type EngineState = {
  readonly phase: 'loading' | 'ready' | 'failed'
  /** Why it does not play, in words. */
  readonly failure: string | undefined
  readonly qualities: readonly Quality[]
  readonly isAuto: boolean
  choose(trackId: number | 'auto'): void
  fetchAhead(): void
  /** Opens the film again where it stopped. */
  retry(): void
}

/** Loads a film into a media element as soon as both are there, and closes it with the page. */
export function useEngine(
  video: HTMLVideoElement | null,
  { contentId, startAt }: { contentId: string; startAt: number },
): EngineState {
  const engine = useRef<Engine>()
  const beginAt = useRef(startAt)
  const [attempt, setAttempt] = useState(0)
  const [phase, setPhase] = useState<EngineState['phase']>('loading')
  const [failure, setFailure] = useState<string>()
  const [qualities, setQualities] = useState<Quality[]>([])
  const [isAuto, setIsAuto] = useState(true)

  useEffect(() => {
    if (!video) return
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
      contentId,
      startAt: beginAt.current,
      onQualities: (found) => !left && setQualities(found),
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
  }, [video, contentId, attempt])

  return {
    phase,
    failure,
    qualities,
    isAuto,
    choose: useCallback((trackId) => {
      engine.current?.choose(trackId)
      setIsAuto(trackId === 'auto')
    }, []),
    fetchAhead: useCallback(() => engine.current?.fetchAhead(), []),
    retry: useCallback(() => {
      if (video && video.readyState > 0) beginAt.current = video.currentTime
      setAttempt((count) => count + 1)
    }, [video]),
  }
}
