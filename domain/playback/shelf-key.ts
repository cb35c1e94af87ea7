import type { ShelfKey } from './queries.ts'

/** A key of the library as an address carries it. */
export const writeShelfKey = ({ grantedAt, accessId }: ShelfKey) => `${grantedAt}_${accessId}`

/** The key an address carries; undefined, the first page, when it is none. */
export function readShelfKey(written: string | null): ShelfKey | undefined {
  const [, grantedAt, accessId] =
    /^(\d{1,17})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(written ?? '') ?? []
  return grantedAt && accessId ? { grantedAt, accessId } : undefined
}
