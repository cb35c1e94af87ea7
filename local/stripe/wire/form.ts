import { invalid } from './errors.ts'

export type FormValue = string | FormTree
export type FormTree = { [key: string]: FormValue }

const maxDepth = 8
const maxPairs = 2000

const emptyTree = () => Object.create(null) as FormTree

/**
 * Reads `a[b][0]=c` into nested objects; lists stay objects with the keys '0', '1' … (an empty bracket takes the next one),
 * because only the parameter's own definition knows which it is. Refuses with a 400 what contradicts itself or is too deep.
 */
export function parseForm(text: string): FormTree {
  const tree = emptyTree()
  let pairs = 0
  for (const [name, value] of new URLSearchParams(text)) {
    if (++pairs > maxPairs) throw invalid('Too many parameters.')
    put(tree, keysOf(name), value, name)
  }
  return tree
}

function keysOf(name: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name)
  if (!match) throw invalid(`Invalid parameter name: ${name.slice(0, 100)}`, { param: name.slice(0, 100) })
  const inner = [...(match[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1] ?? '')
  if (inner.length > maxDepth) throw invalid('Parameters are nested too deeply.', { param: match[1] ?? '' })
  const keys = [match[1] ?? '', ...inner]
  if (keys.includes('__proto__')) throw invalid('Invalid parameter name: __proto__')
  return keys
}

function put(tree: FormTree, keys: string[], value: string, name: string): void {
  let at = tree
  for (const [depth, key] of keys.entries()) {
    const step = key === '' ? String(Object.keys(at).length) : key
    const there = at[step]
    if (depth === keys.length - 1) {
      if (typeof there === 'object') throw invalid(`Invalid parameter: ${name}`, { param: name })
      at[step] = value
      return
    }
    if (typeof there === 'string') throw invalid(`Invalid parameter: ${name}`, { param: name })
    at = there ?? (at[step] = emptyTree())
  }
}
