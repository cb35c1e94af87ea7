import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { environment, readEnv } from './env.ts'

/** Read by `npm run db:migrate` alone, before there is anything to wire. */
const migrationsOnly = ['DATABASE_OWNER_URL', 'DATABASE_ADMIN_URL']

test('every setting is explained in .env.example, and nothing else is', () => {
  const lines = readFileSync(new URL('../.env.example', import.meta.url), 'utf8').split('\n')
  const named = lines.flatMap((line) => /^([A-Z0-9_]+)=/.exec(line)?.[1] ?? [])
  expect([...named].sort()).toEqual([...Object.keys(environment.shape), ...migrationsOnly].sort())
  for (const [at, line] of lines.entries())
    if (/^[A-Z]/.test(line)) expect(lines[at - 1], line).toMatch(/^# ./)
})

test('a missing setting is named when a process starts, and its value never shown', () => {
  expect(() => readEnv({ SESSION_SECRET: 'short-secret-value', APP_URL: 'http://localhost:3000' })).toThrow(
    /DATABASE_URL[\s\S]*\.env\.example/,
  )
  expect(() => readEnv({ SESSION_SECRET: 'short-secret-value' })).not.toThrow(/short-secret-value/)
})
