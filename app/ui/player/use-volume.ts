import { useCallback, useEffect, useRef, useState } from 'react'

const place = 'codex.volume'

/**
 * How loud somebody likes it, 0 to 1: kept in this browser, from film to film. The element plays at `gain` times that, so
 * its own volume is never what is shown or kept.
 */
export function useVolume(
  video: HTMLVideoElement | null,
  gain: number,
): { volume: number; setVolume: (volume: number) => void } {
  const [volume, setShown] = useState(1)
  const own = useRef(volume)
  useEffect(() => {
    if (!video) return
    const [kept, muted] = read()
    own.current = kept
    setShown(kept)
    video.muted = muted
    const keep = () => localStorage.setItem(place, JSON.stringify([own.current, video.muted]))
    video.addEventListener('volumechange', keep)
    return () => video.removeEventListener('volumechange', keep)
  }, [video])
  useEffect(() => {
    if (video) video.volume = volume * gain
  }, [video, volume, gain])
  const setVolume = useCallback((wanted: number) => {
    own.current = wanted
    setShown(wanted)
  }, [])
  return { volume, setVolume }
}

function read(): [volume: number, muted: boolean] {
  try {
    const [volume, muted] = JSON.parse(localStorage.getItem(place) ?? '') as unknown[]
    if (typeof volume === 'number' && volume >= 0 && volume <= 1) return [volume, muted === true]
  } catch {
    // Nothing was kept, or not by us.
  }
  return [1, false]
}
