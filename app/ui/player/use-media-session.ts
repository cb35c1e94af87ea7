import { useEffect } from 'react'

/** Names what plays to the system: lock screens and media keys show and work it. */
export function useMediaSession(
  video: HTMLVideoElement | null,
  { title, artist, artwork }: { title: string; artist: string; artwork: string | undefined },
  seekBy: (seconds: number) => void,
): void {
  useEffect(() => {
    const session = navigator.mediaSession
    if (!video || !session) return
    session.metadata = new MediaMetadata({
      title,
      artist,
      artwork: artwork ? [{ src: artwork, type: 'image/jpeg' }] : [],
    })
    session.setActionHandler('seekbackward', () => seekBy(-10))
    session.setActionHandler('seekforward', () => seekBy(10))
    return () => {
      session.metadata = null
      session.setActionHandler('seekbackward', null)
      session.setActionHandler('seekforward', null)
    }
  }, [video, title, artist, artwork, seekBy])
}
