import type { RequestHandler } from 'express'
import helmet from 'helmet'
import type { Env } from '#platform/env.ts'

/** Content security policy with the response's nonce, and the other headers. Storage and Stripe are the only foreign origins. */
export function securityHeaders(env: Env): RequestHandler {
  const storage = new URL(env.S3_PUBLIC_ENDPOINT ?? env.S3_ENDPOINT).origin
  const checkout = env.STRIPE_API_URL ? new URL(env.STRIPE_API_URL).origin : 'https://checkout.stripe.com'
  const isDevelopment = env.NODE_ENV === 'development'
  const isSecure = env.APP_URL.startsWith('https:')
  return (request, response, next) => {
    const nonce = `'nonce-${String(response.locals.nonce)}'`
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: [nonce, "'strict-dynamic'"],
          // Vite injects <style> without a nonce while developing. Otherwise: ours, sonner's (by hash) and the empty one.
          styleSrc: isDevelopment
            ? ["'self'", "'unsafe-inline'"]
            : [
                "'self'",
                nonce,
                "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
                "'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY='",
              ],
          styleSrcAttr: ["'unsafe-inline'"],
          imgSrc: ["'self'", 'data:', 'blob:', storage],
          mediaSrc: ["'self'", 'blob:', storage],
          connectSrc: ["'self'", storage, ...(isDevelopment ? ['ws:'] : [])],
          workerSrc: ["'self'", 'blob:'],
          fontSrc: ["'self'"],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'", checkout],
          frameAncestors: ["'none'"],
        },
      },
      strictTransportSecurity: isSecure ? { maxAge: 63_072_000, includeSubDomains: true } : false,
      crossOriginEmbedderPolicy: false,
      referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    })(request, response, next)
  }
}
