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
import { cx } from '../kit/cx.ts'
import { formatDuration } from '../kit/format.ts'
import { ChoiceMenu } from './choice-menu.tsx'
import { ControlButton } from './control-button.tsx'
import { SeekBar } from './seek-bar.tsx'
import { CaptionsMenu, QualityMenu, SoundMenu, type TrackMenusProps } from './track-menus.tsx'
import type { MediaState } from './use-media.ts'
import type { Storyboard } from './use-storyboard.ts'
import type { Waveform } from './waveform.ts'

export const speeds = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2]
const speedLabel = (rate: number) => `${rate}×`

type ControlsProps = TrackMenusProps & {
  kind: 'video' | 'audio'
  media: MediaState
  /** The viewer's own, 0 to 1. */
  volume: number
  storyboard: Storyboard
  waveform: Waveform | undefined
  isFullScreen: boolean
  hasPictureInPicture: boolean
  onTogglePlay: () => void
  onSeek: (seconds: number) => void
  onToggleMute: () => void
  onVolume: (volume: number) => void
  onSpeed: (rate: number) => void
  onToggleFullScreen: () => void
  onPictureInPicture: () => void
}

/** Everything one can do to a film, in two rows. */
export function Controls(props: ControlsProps) {
  const { media, offer, isFullScreen, hasPictureInPicture, portal, onMenu } = props
  const { paused, ended, time, duration, rate } = media
  const isCrowded = offer.captions.length > 0 || offer.sounds.length > 1
  return (
    <div className="grid gap-0.5 px-2 pb-1.5 sm:px-3 sm:pb-2">
      <div className="px-1.5">
        <SeekBar
          time={time}
          duration={duration}
          buffered={media.buffered}
          storyboard={props.storyboard}
          hasRoomForWaveform={props.kind === 'audio'}
          waveform={props.waveform}
          onSeek={props.onSeek}
        />
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
          <span className={cx('text-white/70', isCrowded && 'max-sm:hidden')}>
            {' '}
            / {formatDuration(duration)}
          </span>
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
        <CaptionsMenu {...props} />
        <SoundMenu {...props} />
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

function Volume({ media: { muted }, volume, onToggleMute, onVolume }: ControlsProps) {
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
