/** A path of our own to go to, whatever was asked for: another site, a scheme or a protocol-relative path becomes home. */
export function safeRedirect(to: FormDataEntryValue | null | undefined, fallback = '/'): string {
  if (typeof to !== 'string' || !/^\/(?![/\\])/.test(to) || hasControlCharacter(to)) return fallback
  const base = 'http://codex.invalid'
  const url = URL.canParse(to, base) ? new URL(to, base) : undefined
  return url?.origin === base ? url.pathname + url.search + url.hash : fallback
}

const hasControlCharacter = (text: string) =>
  [...text].some((character) => character < ' ' || character === '\\')
