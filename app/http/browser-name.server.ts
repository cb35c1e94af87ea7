import Bowser from 'bowser'

/** What a browser calls itself, for people: “Firefox on Windows”. */
export function browserName(userAgent: string | null): string {
  if (!userAgent) return 'An unknown browser'
  const { browser, os } = Bowser.parse(userAgent)
  if (!browser.name) return 'An unknown browser'
  return os.name ? `${browser.name} on ${os.name}` : browser.name
}
