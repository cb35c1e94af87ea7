import { createContext, useContext } from 'react'

/** The content security policy's nonce of this response; empty where no policy is known. */
export const NonceContext = createContext('')

/** The id a failed document is found by in the logs; empty for a document that did not fail. */
export const FailedRequestContext = createContext('')

/** Reads the nonce for inline scripts and styles. */
export function useNonce(): string {
  return useContext(NonceContext)
}
