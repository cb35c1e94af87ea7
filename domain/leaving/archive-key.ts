import type { ObjectAt } from '#platform/storage.ts'

export type ArchiveOf = { readonly personId: string; readonly exportId: string }

/** Where every archive of a person lies. */
export const archivesOf = (personId: string) => `exports/${personId}/`
/** Where what was made for one export lies. */
export const triesOf = ({ personId, exportId }: ArchiveOf) => `${archivesOf(personId)}${exportId}/`
/** What one try makes: two workers with one export never write the same object. */
export const archiveKey = (of: ArchiveOf, run: number) => `${triesOf(of)}${run}.zip`
/** An archive in the bucket that is the platform's own and private. */
export const archiveAt = (key: string): ObjectAt => ({ bucket: 'platform', key })
