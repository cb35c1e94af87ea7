import { useEffect } from 'react'

const everySeconds = 10

/** Tells the server where the viewer of a post is: every ten seconds, on pause, at the end and on leaving. */
export function useKeepPosition(video: HTMLVideoElement | null, contentId: string | undefined): void {
  useEffect(() => {
    if (!video || contentId === undefined) return
    let kept: number | undefined
    const keep = () => {
      const position = Math.round(video.currentTime * 10) / 10
      // A film that was never begun has no place to keep.
      if (kept === undefined || Math.abs(position - kept) < 1) return
      const before = kept
      kept = position
      fetch(`/api/content/${contentId}/resume`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ playbackPosition: position }),
        keepalive: true,
      }).catch(() => {
        // The next one says it again.
        kept = before
      })
    }
    const begin = () => (kept ??= video.currentTime)
    const follow = () => {
      if (kept !== undefined && Math.abs(video.currentTime - kept) >= everySeconds) keep()
    }
    const leave = () => {
      if (document.visibilityState === 'hidden') keep()
    }
    video.addEventListener('playing', begin)
    video.addEventListener('timeupdate', follow)
    video.addEventListener('pause', keep)
    video.addEventListener('ended', keep)
    document.addEventListener('visibilitychange', leave)
    window.addEventListener('pagehide', keep)
    return () => {
      video.removeEventListener('playing', begin)
      video.removeEventListener('timeupdate', follow)
      video.removeEventListener('pause', keep)
      video.removeEventListener('ended', keep)
      document.removeEventListener('visibilitychange', leave)
      window.removeEventListener('pagehide', keep)
      keep()
    }
  }, [video, contentId])
}
