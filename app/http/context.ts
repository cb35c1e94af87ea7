import type { AsActor } from '#db/actor.ts'
import type { Needs } from '#platform/needs.ts'
import type { Refusal } from '#platform/refusal.ts'

/** What a request is handed: clients, the door to the database, and facts about the request itself. */
export type RequestContext = {
  readonly needs: Needs
  readonly asActor: AsActor
  /** Of the content security policy of this response. */
  readonly nonce: string
  readonly requestId: string
  /** The client's address as the trusted proxies report it. */
  readonly clientAddress: string
  /** The address of the organization whose own host was asked; on the platform's host there is none. */
  readonly tenant?: string | undefined
  /** Why no page's form is acted upon, where none is. */
  readonly refusesWrites?: Refusal | undefined
}

declare module '@remix-run/server-runtime' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- Remix is told its context's type by merging
  interface AppLoadContext extends RequestContext {}
}

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true
  }
}
