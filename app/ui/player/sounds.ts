import { nameTracks } from './language-names.ts'
import { isSameCodec, isSameSound, qualityLabel, type Track } from './qualities.ts'

/** One line of the sound menu. */
export type Sound = {
  /** One of the tracks that sound so. */
  readonly trackId: number
  readonly label: string
  readonly isActive: boolean
}

/** The sound tracks of a film in the order of its playlist, named in the viewer's language (`locales`, best first). */
export function soundsOf(tracks: readonly Track[], locales: readonly string[]): Sound[] {
  const sounds: Track[] = []
  for (const track of tracks) {
    const at = sounds.findIndex((known) => isSameSound(known, track))
    if (at < 0) sounds.push(track)
    else if (track.active) sounds[at] = track
  }
  const labels = nameTracks(sounds, locales)
  return sounds.map(({ id, active }, at) => ({ trackId: id, label: labels[at] ?? '', isActive: active }))
}

/** The track that sounds like `trackId` and looks like what plays now. */
export function trackWithSound<T extends Track>(tracks: readonly T[], trackId: number): T | undefined {
  const asked = tracks.find(({ id }) => id === trackId)
  const playing = tracks.find(({ active }) => active)
  if (!asked || !playing) return asked
  return (
    tracks.find(
      (track) =>
        isSameSound(track, asked) &&
        isSameCodec(track, playing) &&
        qualityLabel(track) === qualityLabel(playing),
    ) ?? asked
  )
}
