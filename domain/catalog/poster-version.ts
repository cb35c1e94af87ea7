import { sql, type SQL, type SQLWrapper } from 'drizzle-orm'

/** Ten characters that change whenever the poster is another picture; null without a poster. */
export const posterVersion = (posterKey: SQLWrapper): SQL<string | null> =>
  sql<string | null>`left(md5(${posterKey}), 10)`
