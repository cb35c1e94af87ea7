/** What may be made to go wrong with the next calls of the API. */
export const faultKinds = ['timeout_before_write', 'timeout_after_write', '500', '429'] as const
export type FaultKind = (typeof faultKinds)[number]
export type Fault = { method?: string | undefined; path: string; times: number; kind: FaultKind }

export type Faults = {
  add(fault: Fault): void
  list(): Fault[]
  clear(): void
  /** The fault that this call must suffer, if any; it is used up by that. */
  take(method: string, path: string): FaultKind | undefined
}

/** Faults waiting for calls. A path matches as a whole; `*` in it stands for anything. */
export function createFaults(): Faults {
  let waiting: Fault[] = []
  return {
    add: (fault) => void waiting.push({ ...fault }),
    list: () => waiting,
    clear: () => void (waiting = []),
    take(method, path) {
      const fault = waiting.find(
        (each) => (!each.method || each.method === method) && matches(each.path, path),
      )
      if (!fault) return undefined
      fault.times -= 1
      waiting = waiting.filter(({ times }) => times > 0)
      return fault.kind
    },
  }
}

function matches(pattern: string, path: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(path)
}
