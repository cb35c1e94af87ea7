import { RemixBrowser } from '@remix-run/react'
import { StrictMode, startTransition } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { FailedRequestContext, NonceContext } from '#app/ui/nonce.ts'

const meta = (selector: string) => document.querySelector<HTMLMetaElement>(selector)?.content ?? ''
const nonce = meta('meta[property="csp-nonce"]')
const failedRequest = meta('meta[name="request-id"]')

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
})
