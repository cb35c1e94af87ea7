import type { Room, World } from '../world.ts'
import { invalid } from './errors.ts'
import type { FormValue } from './form.ts'

type Plain = Record<string, unknown>

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The paths of `expand[]`, as sent. Refuses with 400 anything else. */
export function readExpand(sent: FormValue | undefined): string[] {
  if (sent === undefined) return []
  const paths: unknown[] = typeof sent === 'string' ? [sent] : Object.values(sent)
  if (paths.length > 20 || !paths.every((path): path is string => typeof path === 'string' && path !== '')) {
    throw invalid('Invalid expand: a list of field names', { param: 'expand' })
  }
  const deep = paths.find((path) => path.split('.').filter((part) => part !== 'data').length > 4)
  if (deep)
    throw invalid(`You cannot expand more than 4 levels of a property. Property: ${deep}`, {
      param: 'expand',
    })
  return paths
}

/** A copy of `answer` with the named fields replaced by the objects whose ids they hold. Refuses what cannot be expanded. */
export function expand(world: World, rooms: Room[], answer: object, paths: string[]): object {
  const copy = structuredClone(answer)
  for (const path of paths) walk(copy, path.split('.'), path)
  return copy

  function walk(at: unknown, [name, ...rest]: string[], path: string): void {
    if (name === undefined || at === null) return
    if (Array.isArray(at)) return at.forEach((each) => walk(each, [name, ...rest], path))
    if (!isPlain(at)) throw refuse(path)
    const include = roomOf(at)?.includes?.[name]
    if (include && at[name] === undefined) at[name] = structuredClone(include(world, String(at['id'])))
    if (!(name in at)) throw refuse(path)
    const value = at[name]
    if (typeof value === 'string') at[name] = find(value) ?? fail(path)
    else if (rest.length === 0 && name === 'data') throw refuse(path)
    walk(at[name], rest, path)
  }

  function find(id: string): object | undefined {
    const found = rooms
      .find(({ expands }) => expands && id.startsWith(expands.prefix))
      ?.expands?.find(world, id)
    return found && structuredClone(found)
  }

  function roomOf(object: Plain) {
    return rooms.find(({ expands }) => expands?.object === object['object'])?.expands
  }

  function fail(path: string): never {
    throw refuse(path)
  }
}

const refuse = (path: string) => invalid(`This property cannot be expanded (${path}).`, { param: 'expand' })
