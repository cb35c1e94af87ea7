import { AudioLines, Captions, CaptionsOff } from 'lucide-react'
import { ChoiceMenu } from './choice-menu.tsx'
import type { Offer } from './open-engine.ts'

export type TrackMenusProps = {
  offer: Offer
  /** The engine chooses the quality. */
  isAuto: boolean
  portal: Element | undefined
  onQuality: (trackId: number | 'auto') => void
  onSound: (trackId: number) => void
  onCaption: (trackId: number | 'off') => void
  onMenu: (isOpen: boolean) => void
}

/** Captions by language, or none; on films that have any. */
export function CaptionsMenu({ offer: { captions }, portal, onCaption, onMenu }: TrackMenusProps) {
  if (captions.length === 0) return null
  const shown = captions.find(({ isActive }) => isActive)
  return (
    <ChoiceMenu
      label="Captions"
      shown={shown?.label ?? 'Off'}
      icon={shown ? Captions : CaptionsOff}
      chosen={shown ? String(shown.trackId) : 'off'}
      choices={[
        { id: 'off', label: 'Off' },
        ...captions.map(({ trackId, label }) => ({ id: String(trackId), label })),
      ]}
      onChoose={(id) => onCaption(id === 'off' ? 'off' : Number(id))}
      onOpenChange={onMenu}
      portal={portal}
    />
  )
}

/** Languages and commentaries, on films that come with several. */
export function SoundMenu({ offer: { sounds }, portal, onSound, onMenu }: TrackMenusProps) {
  if (sounds.length < 2) return null
  const heard = sounds.find(({ isActive }) => isActive) ?? sounds[0]
  return (
    <ChoiceMenu
      label="Sound"
      shown={heard?.label ?? ''}
      icon={AudioLines}
      chosen={String(heard?.trackId)}
      choices={sounds.map(({ trackId, label }) => ({ id: String(trackId), label }))}
      onChoose={(id) => onSound(Number(id))}
      onOpenChange={onMenu}
      portal={portal}
    />
  )
}

/** The qualities of the film, or whatever the line allows. */
export function QualityMenu({ offer: { qualities }, isAuto, portal, onQuality, onMenu }: TrackMenusProps) {
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
