import {
  Maximize,
  Minimize,
  Pause,
  PictureInPicture2,
  Play,
  RotateCcw,
  Volume1,
  Volume2,
  VolumeX,
} from 'lucide-react'
import { formatDuration } from '../kit/format.ts'
import { ChoiceMenu } from './choice-menu.tsx'
import { ControlButton } from './control-button.tsx'
import { SeekBar } from './seek-bar.tsx'
import type { EngineState } from './use-engine.ts'
import type { MediaState } from './use-media.ts'

export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2]
const speedLabel = (rate: number) => `${rate}×`

type ControlsProps = {
  media: MediaState
  engine: Pick<EngineState, 'qualities' | 'isAuto'>
  isFullScreen: boolean
  hasPictureInPicture: boolean
  portal: Element | undefined
  onTogglePlay: () => void
  onSeek: (seconds: number) => void
  onToggleMute: () => void
  onVolume: (volume: number) => void
  onSpeed: (rate: number) => void
  onQuality: (trackId: number | 'auto') => void
  onToggleFullScreen: () => void
  onPictureInPicture: () => void
  onMenu: (isOpen: boolean) => void
}

/** Everything one can do to a film, in two rows. */
export function Controls(props: ControlsProps) {
  const { media, isFullScreen, hasPictureInPicture, portal, onMenu } = props
  const { paused, ended, time, duration, rate } = media
  return (
    <div className="grid gap-0.5 px-2 pb-1.5 sm:px-3 sm:pb-2">
      <div className="px-1.5">
        <SeekBar time={time} duration={duration} buffered={media.buffered} onSeek={props.onSeek} />
      </div>
      <div className="flex items-center sm:gap-1">
        <ControlButton
          label={ended ? 'Play again' : paused ? 'Play' : 'Pause'}
          icon={ended ? RotateCcw : paused ? Play : Pause}
          shortcut="k"
          onPress={props.onTogglePlay}
        />
        <Volume {...props} />
        <span className="tabular mr-auto px-1.5 text-sm whitespace-nowrap sm:px-2">
          {formatDuration(ended ? duration : Math.floor(time))}
          <span className="text-white/70"> / {formatDuration(duration)}</span>
        </span>
        <ChoiceMenu
          label="Speed"
          shown={speedLabel(rate)}
          chosen={String(rate)}
          choices={speeds.map((speed) => ({
            id: String(speed),
            label: speedLabel(speed),
            note: speed === 1 ? 'Normal' : undefined,
          }))}
          onChoose={(id) => props.onSpeed(Number(id))}
          onOpenChange={onMenu}
          portal={portal}
        />
        <QualityMenu {...props} />
        {hasPictureInPicture && (
          <ControlButton
            label="Picture in picture"
            icon={PictureInPicture2}
            onPress={props.onPictureInPicture}
            className="max-sm:hidden"
          />
        )}
        <ControlButton
          label={isFullScreen ? 'Leave full screen' : 'Full screen'}
          icon={isFullScreen ? Minimize : Maximize}
          shortcut="f"
          onPress={props.onToggleFullScreen}
        />
      </div>
    </div>
  )
}

function Volume({ media: { volume, muted }, onToggleMute, onVolume }: ControlsProps) {
  const heard = muted ? 0 : volume
  return (
    <div className="group/volume flex items-center">
      <ControlButton
        label={muted ? 'Unmute' : 'Mute'}
        icon={heard === 0 ? VolumeX : heard < 0.5 ? Volume1 : Volume2}
        shortcut="m"
        onPress={onToggleMute}
      />
      <input
        type="range"
        aria-label="Volume"
        aria-valuetext={`${Math.round(heard * 100)} per cent`}
        min={0}
        max={1}
        step={0.05}
        value={heard}
        onChange={(event) => onVolume(event.currentTarget.valueAsNumber)}
        className="h-6 w-18 cursor-pointer accent-brand max-sm:hidden pointer-coarse:hidden"
      />
    </div>
  )
}

function QualityMenu({ engine: { qualities, isAuto }, onQuality, onMenu, portal }: ControlsProps) {
  if (qualities.length < 2) return null
  const playing = qualities.find(({ isActive }) => isActive)
  return (
    <ChoiceMenu
      label="Quality"
      shown={isAuto ? 'Auto' : (playing?.label ?? 'Auto')}
      chosen={isAuto || !playing ? 'auto' : String(playing.trackId)}
      choices={[
        { id: 'auto', label: 'Auto', note: isAuto ? playing?.label : undefined },
        ...qualities.map(({ trackId, label }) => ({ id: String(trackId), label })),
      ]}
      onChoose={(id) => onQuality(id === 'auto' ? 'auto' : Number(id))}
      onOpenChange={onMenu}
      portal={portal}
    />
  )
}
