export type PartHealth = { readonly ok: boolean; readonly ms: number }

const patienceMs = 2000

/** Asks all parts at once; one that has not answered within two seconds is down. */
export async function checkParts<Name extends string>(
  checks: Record<Name, () => Promise<unknown>>,
  waitMs = patienceMs,
): Promise<{ isReady: boolean; parts: Record<Name, PartHealth> }> {
  const names = Object.keys(checks) as Name[]
  const answers = await Promise.all(
    names.map(async (name) => [name, await checkPart(checks[name], waitMs)] as const),
  )
  return {
    isReady: answers.every(([, { ok }]) => ok),
    parts: Object.fromEntries(answers) as Record<Name, PartHealth>,
  }
}

async function checkPart(check: () => Promise<unknown>, waitMs: number): Promise<PartHealth> {
  const started = performance.now()
  let timer: NodeJS.Timeout | undefined
  const slow = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), waitMs)
  })
  const answer = check().then(
    () => true,
    () => false,
  )
  const ok = await Promise.race([answer, slow])
  clearTimeout(timer)
  return { ok, ms: Math.round(performance.now() - started) }
}
