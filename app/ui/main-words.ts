/** First words of addresses that an organization's own host leaves to the platform's. */
export const mainWords: ReadonlySet<string> = new Set(
  `login logout register verify reset invite library purchases account studio platform checkout search live webhooks`.split(
    /\s+/,
  ),
)
