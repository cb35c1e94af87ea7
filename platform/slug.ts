/** Letters that do not come apart into a base letter and a mark. */
const spelled: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th' }

/** Words as an address: “Über Yoga!” is `uber-yoga`. Empty when nothing of them can stand in one. */
export function slugOf(words: string, maxLength: number): string {
  return words
    .toLowerCase()
    .replace(/[ßæœøđðłþ]/g, (letter) => spelled[letter] ?? '')
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength + 1)
    .replace(/^-+|-+$/g, '')
    .slice(0, maxLength)
    .replace(/-+$/, '')
}

/** Lower-case letters, digits and hyphens, a letter or digit at both ends. */
export const isSlug = (text: string, maxLength: number) =>
  text.length <= maxLength && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(text)
