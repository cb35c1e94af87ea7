/** Tags out of typed text: split at commas, trimmed, without empty ones or repeats (letter case aside). */
export function splitTags(text: string): string[] {
  const seen = new Map<string, string>()
  for (const part of text.split(',')) {
    const tag = part.trim().replace(/\s+/g, ' ')
    if (tag && !seen.has(tag.toLowerCase())) seen.set(tag.toLowerCase(), tag)
  }
  return [...seen.values()]
}
