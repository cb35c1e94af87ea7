import { createHash } from 'node:crypto'

/** The pictures of an organization: its logo, and the wide one on top of its storefront. */
export const pictureKinds = ['logo', 'hero'] as const
export type PictureKind = (typeof pictureKinds)[number]

/** Everything of an organization in the assets bucket lies below this. */
export const assetsOf = (organizationId: string) => `${organizationId}/`

/** Where a picture lies: another picture has another key. */
export function pictureKey(organizationId: string, kind: PictureKind, bytes: Uint8Array): string {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 20)
  return `${assetsOf(organizationId)}branding/${kind}-${hash}.webp`
}

/** Where the small one of a wide picture lies, beside the large one. */
export const smallKey = (key: string) => key.replace(/\.webp$/, '-small.webp')
