import type { Redis } from './redis.ts'

/** How the last runs of one sweep went, whichever worker did them. */
export type SweepRecord = {
  /** ISO 8601; null when it has never come to its end. */
  readonly lastSuccessAt: string | null
  /** Of the last run, well or not. */
  readonly lastMilliseconds: number
  /** What kind of error the last run ended with; null when it went well. */
  readonly lastError: string | null
}

const keyOf = (prefix: string) => `${prefix}:sweep-records`

/** Writes down how a run ended. A failure leaves the time of the last success as it was. */
export async function recordSweep(
  redis: Redis,
  prefix: string,
  name: string,
  run: { readonly endedAt: Date; readonly milliseconds: number; readonly error: string | null },
): Promise<void> {
  const fields = [`${name}:ms`, String(Math.round(run.milliseconds)), `${name}:error`, run.error ?? '']
  if (run.error === null) fields.push(`${name}:success`, run.endedAt.toISOString())
  await redis.hset(keyOf(prefix), ...fields)
}

/** All sweeps that have run since Redis was last emptied, by name. */
export async function readSweeps(redis: Redis, prefix: string): Promise<Record<string, SweepRecord>> {
  const fields = await redis.hgetall(keyOf(prefix))
  const names = Object.keys(fields).flatMap((field) => (field.endsWith(':ms') ? [field.slice(0, -3)] : []))
  return Object.fromEntries(
    names.sort().map((name) => [
      name,
      {
        lastSuccessAt: fields[`${name}:success`] ?? null,
        lastMilliseconds: Number(fields[`${name}:ms`]),
        lastError: fields[`${name}:error`] || null,
      },
    ]),
  )
}
