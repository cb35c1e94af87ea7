import type { DemoPerson } from '#db/seed/people.ts'
import { paint } from './output.ts'

/** The short table a newcomer reads: where things are, and who may sign in. */
export function table(addresses: Record<string, string | undefined>, people: DemoPerson[]): string {
  const shown = Object.entries(addresses).filter(([, address]) => address !== undefined)
  const rows = [
    ...shown.map(([name, address = '']) => [paint(name.padEnd(16), 1), address]),
    [],
    ...people.map(({ who, email }) => [paint(who.padEnd(16), 1), email]),
    [paint('password of all'.padEnd(16), 1), people[0]?.password ?? ''],
  ]
  return `\n${rows.map((row) => `  ${row.join('')}`.trimEnd()).join('\n')}\n`
}
