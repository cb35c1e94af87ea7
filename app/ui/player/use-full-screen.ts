import { useCallback, useEffect, useState } from 'react'

type PhoneVideo = HTMLVideoElement & { webkitEnterFullscreen?: () => void }

/** Puts the player, controls and all, over the whole screen; phones that cannot do that show the film alone. */
export function useFullScreen(
  frame: HTMLElement | null,
  video: HTMLVideoElement | null,
): { isFullScreen: boolean; toggle: () => void } {
  const [isFullScreen, setIsFullScreen] = useState(false)
  useEffect(() => {
    const read = () => setIsFullScreen(frame !== null && document.fullscreenElement === frame)
    document.addEventListener('fullscreenchange', read)
    return () => document.removeEventListener('fullscreenchange', read)
  }, [frame])
  const toggle = useCallback(() => {
    if (document.fullscreenElement) void document.exitFullscreen()
    else if (frame && document.fullscreenEnabled) void frame.requestFullscreen()
    else (video as PhoneVideo | null)?.webkitEnterFullscreen?.()
  }, [frame, video])
  return { isFullScreen, toggle }
}
