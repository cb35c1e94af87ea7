import { useEffect, useState } from 'react'

/** What the media element is doing. Seconds. */
export type MediaState = {
  readonly paused: boolean
  readonly ended: boolean
  /** It should play and has nothing to play. */
  readonly starved: boolean
  /** A picture has been shown. */
  readonly hasPlayed: boolean
  readonly time: number
  readonly duration: number
  readonly buffered: readonly (readonly [start: number, end: number])[]
  readonly muted: boolean
  readonly rate: number
}

const events = [
  ...[
    'play',
    'playing',
    'pause',
    'ended',
    'waiting',
    'canplay',
    'seeking',
    'seeked',
    'timeupdate',
    'progress',
  ],
  ...['durationchange', 'loadeddata', 'emptied', 'volumechange', 'ratechange'],
]

const haveFutureData = 3

/** Follows a media element. `knownDuration` holds until the element knows better; `startAt` until it has begun. */
export function useMedia(
  video: HTMLVideoElement | null,
  { knownDuration, startAt }: { knownDuration: number; startAt: number },
): MediaState {
  const [state, setState] = useState<MediaState>({
    paused: true,
    ended: false,
    starved: false,
    hasPlayed: false,
    time: startAt,
    duration: knownDuration,
    buffered: [],
    muted: false,
    rate: 1,
  })
  useEffect(() => {
    if (!video) return
    const read = (event?: Event) =>
      setState((before) => ({
        paused: video.paused,
        ended: video.ended,
        starved: !video.paused && video.readyState < haveFutureData,
        hasPlayed: before.hasPlayed || event?.type === 'playing',
        time: video.readyState > 0 ? video.currentTime : before.time,
        duration: Number.isFinite(video.duration) ? video.duration : before.duration,
        buffered: Array.from(
          { length: video.buffered.length },
          (_, at) => [video.buffered.start(at), video.buffered.end(at)] as const,
        ),
        muted: video.muted,
        rate: video.playbackRate,
      }))
    read()
    for (const event of events) video.addEventListener(event, read)
    return () => {
      for (const event of events) video.removeEventListener(event, read)
    }
  }, [video])
  return state
}
