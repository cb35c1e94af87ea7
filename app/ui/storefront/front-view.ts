import type { StorefrontFront } from '#domain/catalog/storefront.ts'

/** What an organization says of itself, its words safe to put on a page. */
export type FrontView = Omit<StorefrontFront, 'about'> & { readonly aboutHtml: string }
