/** Days in which an owner can take the deletion of an organization back. */
export const graceDays = 30

/** The moment after which a deletion is for good. */
export const goneAt = (deletedAt: Date) => new Date(deletedAt.getTime() + graceDays * 24 * 3600_000)
