/** A track as the playlist names it. `und` is a language nobody told. */
export type Named = { readonly language: string; readonly label: string | null }

const unknown = 'und'

/**
 * What to call tracks that are offered side by side: the language in the viewer's own words (`locales`, best first); the
 * author's label beside it where a language comes twice, and instead of it where the language is not known.
 */
export function nameTracks(tracks: readonly Named[], locales: readonly string[]): string[] {
  const languages = new Intl.DisplayNames([...locales], { type: 'language', languageDisplay: 'standard' })
  return tracks.map(({ language, label }, at) => {
    if (language === unknown || !language) return label || `Track ${at + 1}`
    const name = capitalized(languages.of(language) ?? language, locales)
    const isAlone = tracks.filter((track) => track.language === language).length === 1
    return isAlone || !label || label === name ? name : `${name} · ${label}`
  })
}

const capitalized = (name: string, locales: readonly string[]) =>
  name.charAt(0).toLocaleUpperCase([...locales]) + name.slice(1)
