const place = 'codex.captions'

export type KeptCaptions = {
  readonly isOn: boolean
  /** Of the captions chosen last; '' before any were. */
  readonly language: string
}

/** Whether somebody at this browser wants captions, and in which language. */
export function readKeptCaptions(): KeptCaptions {
  try {
    const [language, isOn] = JSON.parse(localStorage.getItem(place) ?? '') as unknown[]
    if (typeof language === 'string') return { language, isOn: isOn === true }
  } catch {
    // Nothing was kept, or not by us.
  }
  return { language: '', isOn: false }
}

/** Keeps the choice from film to film. */
export function keepCaptions({ language, isOn }: KeptCaptions): void {
  localStorage.setItem(place, JSON.stringify([language, isOn]))
}

/** The languages to look for captions in: the one chosen last, then those of the browser. */
export const captionLanguages = (): readonly string[] =>
  [readKeptCaptions().language, ...navigator.languages].filter(Boolean)
