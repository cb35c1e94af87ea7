/**
 * First words of addresses on which pages and files of the platform answer, on its own host and on organizations' hosts: no
 * organization and no post has one of them. `reserved-words.test.ts` holds it against the routes and public files.
 */
export const routeWords: ReadonlySet<string> = new Set(
  `account api assets checkout favicon hand-over healthz invite library live login logout platform posters purchases readyz register reset
   studio support theme verify webhooks`.split(/\s+/),
)
