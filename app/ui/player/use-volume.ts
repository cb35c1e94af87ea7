import { useEffect } from 'react'

const place = 'codex.volume'

/** Keeps how loud somebody likes it in this browser, from film to film. */
export function useVolume(video: HTMLVideoElement | null): void {
  useEffect(() => {
    if (!video) return
    const [volume, muted] = read()
    video.volume = volume
    video.muted = muted
    const keep = () => localStorage.setItem(place, JSON.stringify([video.volume, video.muted]))
    video.addEventListener('volumechange', keep)
    return () => video.removeEventListener('volumechange', keep)
  }, [video])
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
