import { createHash } from 'node:crypto'

/** Ten characters that change whenever a picture is another one; null without a picture. The same as in `organizationFields`. */
export const versionOf = (key: string | null): string | null =>
  key && createHash('md5').update(key).digest('hex').slice(0, 10)
