/** A path of our own to go to, whatever was asked for: another site, a scheme or a protocol-relative path becomes home. */
export function safeRedirect(to: FormDataEntryValue | null | undefined, fallback = '/'): string {
  if (typeof to !== 'string' || !/^\/(?![/\\])/.test(to) || hasControlCharacter(to)) return fallback
  const base = 'http://codex.invalid'
  const url = URL.canParse(to, base) ? new URL(to, base) : undefined
  // Dots are taken out of a path: `/.//evil` has become `//evil`, which is another site.
  if (url?.origin !== base || url.pathname.startsWith('//')) return fallback
  return url.pathname + url.search + url.hash
}

const hasControlCharacter = (text: string) =>
  [...text].some((character) => character < ' ' || character === '\\')
