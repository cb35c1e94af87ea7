import { useFetchers } from '@remix-run/react'
import { useRootData } from './viewer.ts'
import type { Theme } from './viewer.ts'

export const themes: readonly Theme[] = ['light', 'dark', 'system']

/** Reads a theme's name from outside; anything else is `system`. */
export function readTheme(value: unknown): Theme {
  return themes.find((theme) => theme === value) ?? 'system'
}

/** The theme on show: the choice still on its way to the server counts already. */
export function useTheme(): Theme {
  const saved = useRootData()?.theme ?? 'system'
  const chosen = useFetchers()
    .find((fetcher) => fetcher.formAction?.startsWith('/theme'))
    ?.formData?.get('theme')
  return chosen ? readTheme(chosen) : saved
}
