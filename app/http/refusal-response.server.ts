import { data } from '@remix-run/node'
import { isRefusal, type Refusal, type RefusalKind } from '#platform/refusal.ts'

/** The HTTP status of each kind of refusal. */
export const statusOf: Record<RefusalKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_many: 429,
  unavailable: 503,
}

export type RefusalBody = {
  readonly reason: string
  readonly message: string
  readonly fields?: Record<string, string[]>
}

/** A refusal as pages and programs are told of it. */
export const bodyOf = (refusal: Refusal): RefusalBody => ({
  reason: refusal.reason,
  message: refusal.message,
  ...(refusal.fields ? { fields: { ...refusal.fields } } : {}),
})

/** Runs what a page needs; a refusal becomes the response of its kind for the error boundary, anything else stays a bug. */
export async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isRefusal(error)) throw data(bodyOf(error), { status: statusOf[error.kind] })
    throw error
  }
}

/** The same for an action whose page shows the refusal in place: answers it instead of throwing. */
export async function attemptInPlace<T>(work: () => Promise<T>) {
  try {
    return await work()
  } catch (error) {
    if (isRefusal(error)) return data({ refusal: bodyOf(error) }, { status: statusOf[error.kind] })
    throw error
  }
}

/** The same for programs: JSON with the status of the refusal's kind. */
export async function attemptJson(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (isRefusal(error)) return Response.json(bodyOf(error), { status: statusOf[error.kind] })
    throw error
  }
}
