type Details = {
  message: string
  type?: string
  code?: string
  param?: string
  decline_code?: string
  charge?: string
}

/** An answer that is an error, in the shape of Stripe's own: `status` and `{ error: { type, message, code, param } }`. */
export class StripeFault extends Error {
  readonly status: number
  readonly body: { error: Details & { type: string; doc_url?: string } }

  constructor(status: number, { type = 'invalid_request_error', ...details }: Details) {
    super(details.message)
    this.status = status
    const doc = details.code ? { doc_url: `https://docs.stripe.com/error-codes#${details.code}` } : {}
    this.body = { error: { type, ...details, ...doc } }
  }
}

/** 400: the request makes no sense as it stands. */
export function invalid(
  message: string,
  { param, code }: { param?: string; code?: string } = {},
): StripeFault {
  return new StripeFault(400, { message, ...(param ? { param } : {}), ...(code ? { code } : {}) })
}

/** No such object: 404 where the address names it, 400 where the parameter `param` does. */
export function noSuch(what: string, id: string, param?: string): StripeFault {
  const details = { message: `No such ${what}: '${id}'`, code: 'resource_missing', param: param ?? 'id' }
  return new StripeFault(param ? 400 : 404, details)
}

/** 404: this address is none of the API's. */
export function unknownAddress(method: string, path: string): StripeFault {
  return new StripeFault(404, {
    message: `Unrecognized request URL (${method}: ${path}). The stand-in may not have this part of the API yet.`,
  })
}
