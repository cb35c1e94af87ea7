import { data } from '@remix-run/node'
import type { Refusal, RefusalKind } from '#platform/refusal.ts'
import { refusalOf } from './unproved.server.ts'

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
    const refusal = refusalOf(error)
    if (refusal) throw data(bodyOf(refusal), { status: statusOf[refusal.kind] })
    throw error
  }
}

/** The same for an action whose page shows the refusal in place: answers it instead of throwing. */
export async function attemptInPlace<T>(work: () => Promise<T>) {
  try {
    return await work()
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal) return data({ refusal: bodyOf(refusal) }, { status: statusOf[refusal.kind] })
    throw error
  }
}

/** The same for programs: JSON with the status of the refusal's kind. */
export async function attemptJson(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal) return Response.json(bodyOf(refusal), { status: statusOf[refusal.kind] })
    throw error
  }
}
