export type Command =
  | { readonly kind: 'toggle-play' }
  | { readonly kind: 'toggle-mute' }
  | { readonly kind: 'toggle-full-screen' }
  | { readonly kind: 'toggle-captions' }
  | { readonly kind: 'toggle-help' }
  | { readonly kind: 'close-help' }
  /** Seconds forward, or back when negative. */
  | { readonly kind: 'seek-by'; readonly seconds: number }
  /** Share of the film, 0 to 1. */
  | { readonly kind: 'seek-to'; readonly share: number }
  /** Share of full volume, up or down. */
  | { readonly kind: 'volume-by'; readonly step: number }

type Pressed = {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** Where the focus is: `text` takes every key, a `control` those that work it, and the `page` none. */
export type Focus = 'text' | 'control' | 'page'

const byKey: Record<string, Command> = {
  ' ': { kind: 'toggle-play' },
  k: { kind: 'toggle-play' },
  m: { kind: 'toggle-mute' },
  f: { kind: 'toggle-full-screen' },
  c: { kind: 'toggle-captions' },
  '?': { kind: 'toggle-help' },
  Escape: { kind: 'close-help' },
  j: { kind: 'seek-by', seconds: -10 },
  l: { kind: 'seek-by', seconds: 10 },
  ArrowLeft: { kind: 'seek-by', seconds: -5 },
  ArrowRight: { kind: 'seek-by', seconds: 5 },
  ArrowUp: { kind: 'volume-by', step: 0.1 },
  ArrowDown: { kind: 'volume-by', step: -0.1 },
}
const controlKeys = new Set([' ', 'Enter', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'])

/** What a key does to the film; undefined when it is somebody else's. */
export function commandFor(pressed: Pressed, focus: Focus): Command | undefined {
  const { key, ctrlKey, metaKey, altKey } = pressed
  if (ctrlKey || metaKey || altKey || focus === 'text') return undefined
  if (focus === 'control' && controlKeys.has(key)) return undefined
  if (/^[0-9]$/.test(key)) return { kind: 'seek-to', share: Number(key) / 10 }
  return byKey[key] ?? byKey[key.toLowerCase()]
}

/** What the focused element needs its keys for. */
export function focusOf(target: EventTarget | null): Focus {
  if (!(target instanceof HTMLElement)) return 'page'
  if (target.isContentEditable || target.closest('input:not([type=range]), textarea, select')) return 'text'
  if (target.closest('[role=menu], [role=dialog], [role=listbox]')) return 'text'
  return target.closest('button, a, input, summary, [role=button], [role=slider]') ? 'control' : 'page'
}

/** The keys in words, for the help over the film. */
export const keyHelp: readonly (readonly [keys: string, does: string])[] = [
  ['Space or K', 'Play or pause'],
  ['← →', 'Back or forward 5 seconds'],
  ['J L', 'Back or forward 10 seconds'],
  ['↑ ↓', 'Louder or quieter'],
  ['M', 'Mute'],
  ['F', 'Full screen'],
  ['C', 'Captions on or off'],
  ['0 – 9', 'Go to a tenth of it'],
  ['?', 'These keys'],
]
