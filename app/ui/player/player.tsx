import { useCallback, useEffect, useRef, useState } from 'react'
import type { PointerEvent, ReactNode } from 'react'
import { cx } from '../kit/cx.ts'
import { formatDuration } from '../kit/format.ts'
import { Poster } from '../kit/poster.tsx'
import { useHydrated } from '../use-hydrated.ts'
import { CaptionsBox } from './captions-box.tsx'
import { Controls } from './controls.tsx'
import { commandFor, focusOf, type Command } from './keys.ts'
import { BigPlay, Ending, Failure, KeyHelp, PreviewBadge, ResumeNote, Spinner } from './overlays.tsx'
import { manifestOf, placeKeptFor, type PlayerSource } from './player-source.ts'
import { useAwake } from './use-awake.ts'
import { useCaptions } from './use-captions.ts'
import { useEngine } from './use-engine.ts'
import { useFullScreen } from './use-full-screen.ts'
import { useKeepPosition } from './use-keep-position.ts'
import { useLevelling } from './use-levelling.ts'
import { useMedia } from './use-media.ts'
import { useMediaSession } from './use-media-session.ts'
import { useStoryboard } from './use-storyboard.ts'
import { useStreamLinks } from './use-stream-links.ts'
import { useVolume } from './use-volume.ts'
import { useWaveform } from './use-waveform.ts'

export type PlayerProps = {
  source: PlayerSource
  title: string
  creatorName: string
  kind: 'video' | 'audio'
  /** Seconds. */
  duration: number
  posterSrc: string | undefined
  posterHash: string | null
  /** Where the viewer stopped, in seconds; 0 for the beginning. */
  resumeAt: number
  /** Said over the picture when it has ended, with what to do next. */
  ending?: ReactNode
  className?: string
}

/** Plays a film or a recording: adaptive, by pointer, finger or keyboard, on from where one stopped. */
export function Player(props: PlayerProps) {
  const { source, title, creatorName, kind, duration, posterSrc, posterHash, resumeAt, ending, className } =
    props
  const [frame, setFrame] = useState<HTMLElement | null>(null)
  const [video, setVideo] = useState<HTMLVideoElement | null>(null)
  const [captionsBox, setCaptionsBox] = useState<HTMLElement | null>(null)
  const [wanted, setWanted] = useState(false)
  const [isMenuOpen, setIsMenuOpen] = useState(false)
  const [isHelpOpen, setIsHelpOpen] = useState(false)
  const [startsOver, setStartsOver] = useState(false)
  const [said, say] = useState('')
  const isHydrated = useHydrated()
  const media = useMedia(video, { knownDuration: duration, startAt: resumeAt })
  const links = useStreamLinks(source)
  const engine = useEngine(video, captionsBox, {
    manifest: manifestOf(source),
    links,
    startAt: resumeAt,
  })
  const { isFullScreen, toggle: toggleFullScreen } = useFullScreen(frame, video)
  const { isAwake, wake, rest } = useAwake(frame)
  const gain = useLevelling(links, engine.phase === 'ready')
  const { volume, setVolume } = useVolume(video, gain)
  const captions = useCaptions(engine)
  const storyboard = useStoryboard(links)
  const waveform = useWaveform(links, kind === 'audio' && wanted)
  useKeepPosition(video, placeKeptFor(source))

  const seek = useCallback(
    (seconds: number) => {
      if (video) video.currentTime = Math.min(video.duration || 0, Math.max(0, seconds))
    },
    [video],
  )
  const seekBy = useCallback((seconds: number) => video && seek(video.currentTime + seconds), [video, seek])
  useMediaSession(video, { title, artist: creatorName, artwork: posterSrc }, seekBy)

  const { phase, fetchAhead } = engine
  const playsWhenReady = useRef(false)
  const play = useCallback(() => {
    setWanted(true)
    playsWhenReady.current = phase !== 'ready'
    if (phase !== 'ready' || !video) return
    fetchAhead()
    // A browser that wants another click first leaves it paused, and the controls say so.
    video.play().catch(() => {})
  }, [phase, video, fetchAhead])
  useEffect(() => {
    if (phase !== 'ready' || !playsWhenReady.current) return
    if (startsOver && video?.played.length === 0) seek(0)
    play()
  }, [phase, video, startsOver, seek, play])
  const togglePlay = () => {
    if (!video || video.paused) play()
    else video.pause()
    wake()
  }
  // The button that began it goes away: the focus stays with the player.
  const begin = () => {
    frame?.focus({ preventScroll: true })
    play()
    wake()
  }

  const retry = () => {
    playsWhenReady.current = wanted
    engine.retry()
  }

  const changeVolume = (asked: number) => {
    if (!video) return
    const next = Math.min(1, Math.max(0, asked))
    setVolume(next)
    video.muted = next === 0
    say(`Volume ${Math.round(next * 100)} per cent`)
  }
  const toggleMute = () => {
    if (!video) return
    video.muted = !video.muted
    say(video.muted ? 'Muted' : 'Sound on')
  }
  const carryOut = (command: Command) => {
    switch (command.kind) {
      case 'toggle-play':
        say(media.paused ? 'Playing' : 'Paused')
        return togglePlay()
      case 'toggle-mute':
        return toggleMute()
      case 'toggle-full-screen':
        return toggleFullScreen()
      case 'toggle-captions':
        if (captions.captions.length === 0) return say('There are no captions')
        return say(`Captions ${captions.toggle()?.label ?? 'off'}`)
      case 'toggle-help':
        return setIsHelpOpen((isOpen) => !isOpen)
      case 'close-help':
        return setIsHelpOpen(false)
      case 'volume-by':
        return changeVolume((media.muted ? 0 : volume) + command.step)
      case 'seek-by':
        seekBy(command.seconds)
        return say(formatDuration(Math.max(0, media.time + command.seconds)))
      case 'seek-to':
        seek(media.duration * command.share)
        return say(formatDuration(media.duration * command.share))
    }
  }
  const latest = useRef(carryOut)
  useEffect(() => {
    latest.current = carryOut
  })
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const command = event.defaultPrevented ? undefined : commandFor(event, focusOf(event.target))
      if (!command) return
      event.preventDefault()
      wake()
      latest.current(command)
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [wake])

  const tapped = ({ pointerType, button }: PointerEvent) => {
    if (button !== 0) return
    if (pointerType === 'mouse') togglePlay()
    else if (isAwake && !media.paused) rest()
    else wake()
  }
  const isAudio = kind === 'audio'
  const hasBegun = wanted || media.hasPlayed
  const showsControls = hasBegun && (isAudio || media.paused || isAwake || isMenuOpen || isHelpOpen)
  const isWaiting = hasBegun && (media.starved || (phase === 'loading' && wanted))
  const resumes = resumeAt > 0 && !startsOver && !media.hasPlayed

  return (
    <section
      ref={setFrame}
      tabIndex={-1}
      aria-label={`Player: ${title}`}
      data-theme="dark"
      className={cx(
        'relative isolate aspect-video overflow-hidden bg-black text-white select-none',
        isAudio && 'sm:aspect-[5/2]',
        hasBegun && !showsControls && 'cursor-none',
        className,
      )}
    >
      <video
        ref={setVideo}
        playsInline
        preload="none"
        className="absolute inset-0 size-full object-contain"
      />
      {(isAudio || !media.hasPlayed) && (
        <Poster
          src={posterSrc}
          hash={posterHash}
          kind={kind}
          eager
          className={cx(
            'absolute inset-0 size-full rounded-none [&>img]:object-contain',
            isAudio ? 'bg-raised' : 'bg-black',
          )}
        />
      )}
      {hasBegun && (
        <div aria-hidden className="absolute inset-0" onPointerUp={tapped} onDoubleClick={toggleFullScreen} />
      )}
      <div
        aria-hidden
        className={cx(
          'pointer-events-none absolute inset-x-0 bottom-0 bg-linear-to-t from-black/85 via-black/55 to-transparent transition-opacity duration-200',
          isAudio ? 'h-36' : 'h-30',
          !hasBegun && 'hidden',
          !showsControls && 'opacity-0',
        )}
      />
      {source.kind === 'preview' && !media.ended && <PreviewBadge />}
      {ending && media.ended && <Ending isAudio={isAudio}>{ending}</Ending>}
      <CaptionsBox ref={setCaptionsBox} isLifted={showsControls} isAudio={isAudio} />
      <div className="pointer-events-none absolute inset-0 grid place-items-center">
        {!hasBegun && (
          <BigPlay resumeAt={startsOver ? 0 : resumeAt} isDisabled={!isHydrated} onPress={begin} />
        )}
        {isWaiting && <Spinner />}
      </div>
      {resumes && phase !== 'failed' && (
        <ResumeNote
          at={resumeAt}
          onStartOver={() => {
            setStartsOver(true)
            seek(0)
            begin()
          }}
        />
      )}
      <div
        className={cx(
          'absolute inset-x-0 bottom-0 transition-opacity duration-200',
          !hasBegun && 'hidden',
          !showsControls && 'pointer-events-none opacity-0',
        )}
      >
        <Controls
          kind={kind}
          media={media}
          volume={volume}
          storyboard={storyboard}
          waveform={waveform}
          offer={engine.offer}
          isAuto={engine.isAuto}
          isFullScreen={isFullScreen}
          hasPictureInPicture={!isAudio && isHydrated && document.pictureInPictureEnabled}
          portal={isFullScreen && frame ? frame : undefined}
          onTogglePlay={togglePlay}
          onSeek={seek}
          onToggleMute={toggleMute}
          onVolume={changeVolume}
          onSpeed={(rate) => {
            if (video) video.playbackRate = rate
            say(`Speed ${rate}`)
          }}
          onQuality={(trackId) => {
            engine.chooseQuality(trackId)
            const chosen = engine.offer.qualities.find((quality) => quality.trackId === trackId)
            say(`Quality ${chosen?.label ?? 'automatic'}`)
          }}
          onSound={(trackId) => {
            engine.chooseSound(trackId)
            say(`Sound ${engine.offer.sounds.find((sound) => sound.trackId === trackId)?.label}`)
          }}
          onCaption={(trackId) => {
            const chosen = captions.captions.find((caption) => caption.trackId === trackId)
            captions.choose(chosen)
            say(`Captions ${chosen?.label ?? 'off'}`)
          }}
          onToggleFullScreen={toggleFullScreen}
          onPictureInPicture={() => {
            if (document.pictureInPictureElement) void document.exitPictureInPicture()
            else void video?.requestPictureInPicture()
          }}
          onMenu={setIsMenuOpen}
        />
      </div>
      {isHelpOpen && <KeyHelp onClose={() => setIsHelpOpen(false)} />}
      {engine.failure && <Failure words={engine.failure} onRetry={retry} />}
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
    </section>
  )
}
