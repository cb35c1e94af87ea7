import { RemixBrowser } from '@remix-run/react'
import { StrictMode, startTransition } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { FailedRequestContext, NonceContext } from '#app/ui/nonce.ts'

const meta = (selector: string) => document.querySelector<HTMLMetaElement>(selector)?.content ?? ''
const nonce = meta('meta[property="csp-nonce"]')
const failedRequest = meta('meta[name="request-id"]')

/**
 * Remix decodes the page's data in its first render, which suspends at the root until it is done. React 18 throws error 345
 * and leaves the page dead when a key is pressed or a button clicked just then, so that render is made before React begins.
 */
async function decodePageData(): Promise<void> {
  try {
    RemixBrowser({})
  } catch (suspended) {
    await suspended
  }
}

void decodePageData().then(() =>
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <NonceContext.Provider value={nonce}>
          <FailedRequestContext.Provider value={failedRequest}>
            <RemixBrowser />
          </FailedRequestContext.Provider>
        </NonceContext.Provider>
      </StrictMode>,
    )
  }),
)
