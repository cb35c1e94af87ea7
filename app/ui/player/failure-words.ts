import { StreamRefused } from './stream-links.ts'

/** What the engine throws: a category and a code of its own, and what lay beneath. */
type EngineError = { readonly category: number; readonly code: number; readonly data: readonly unknown[] }

const categories = { network: 1, media: 3, manifest: 4 }
const badHttpStatus = 1001

/** Why a film does not play, and what to do, in words. */
export function failureWords(error: unknown, isOnline: boolean): string {
  const refused = refusalIn(error)
  if (refused) return refused.message
  if (!isOnline) return 'You are offline. It goes on when the connection is back.'
  if (!isEngineError(error)) return 'This could not be started. Please try again.'
  if (error.code === badHttpStatus) {
    const status = error.data[1]
    if (status === 403 || status === 401)
      return 'You no longer have access to this. Reload the page to see why.'
    if (status === 404) return 'This has just been replaced by a newer version. Reload the page to see it.'
    if (status === 409) return 'This is still being prepared. Try again in a few minutes.'
  }
  if (error.category === categories.network)
    return 'This could not be loaded. Check your connection and try again.'
  if (error.category === categories.media || error.category === categories.manifest)
    return 'This browser could not play it. Try again, or use another browser.'
  return 'Something went wrong while playing. Please try again.'
}

const isEngineError = (error: unknown): error is EngineError =>
  typeof error === 'object' && error !== null && 'category' in error && 'code' in error && 'data' in error

/** Our own refusal, which the engine wraps. */
function refusalIn(error: unknown): StreamRefused | undefined {
  if (error instanceof StreamRefused) return error
  return isEngineError(error) && Array.isArray(error.data)
    ? error.data.find((inner) => inner instanceof StreamRefused)
    : undefined
}
