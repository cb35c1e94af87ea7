import { nameTracks, type Named } from './language-names.ts'

/** What the engine says of a text track. */
export type TextTrack = Named & {
  readonly id: number
  readonly active: boolean
  /** Shown by the engine itself where somebody speaks another language than the film's. */
  readonly forced: boolean
}

/** One line of the captions menu. */
export type Caption = {
  readonly trackId: number
  readonly language: string
  readonly label: string
  readonly isActive: boolean
}

/** The captions a viewer can choose, named in the viewer's language (`locales`, best first). */
export function captionsOf(tracks: readonly TextTrack[], locales: readonly string[]): Caption[] {
  const offered = tracks.filter(({ forced }) => !forced)
  const labels = nameTracks(offered, locales)
  return offered.map(({ id, language, active }, at) => ({
    trackId: id,
    language,
    label: labels[at] ?? language,
    isActive: active,
  }))
}

/** The captions in the first of `languages` that has any: `en` also finds `en-GB`, and the other way about. */
export function captionIn(captions: readonly Caption[], languages: readonly string[]): Caption | undefined {
  for (const wanted of languages) {
    const found =
      captions.find(({ language }) => language === wanted) ??
      captions.find(({ language }) => baseOf(language) === baseOf(wanted))
    if (found) return found
  }
  return undefined
}

const baseOf = (language: string) => language.split('-')[0]
