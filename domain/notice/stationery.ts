/** What mails are written with: our own address, and the secret of the links in them. */
export type Stationery = { readonly appUrl: string; readonly linkSecret: string }
