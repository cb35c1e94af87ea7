import { expect, test } from 'vitest'
import { isForVite } from './vite-paths.ts'

test.each([
  '/@vite/client',
  '/@id/__x00__virtual:remix/browser-manifest',
  '/@react-refresh',
  '/node_modules/.vite/deps/react.js',
  '/app/entry.client.tsx',
  '/app/routes/$org._index.tsx',
  '/app/styles.css',
  '/domain/account/rules.ts',
  '/platform/money.ts',
])('while developing a page may import %s', (path) => expect(isForVite(path)).toBe(true))

test.each([
  '/platform/money',
  '/platform',
  '/app/server',
  '/domain/account',
  '/.local/secrets.json',
  '/%2elocal/secrets.json',
  '/app/..%2f.local/secrets.json',
  '/app/../.local/secrets.ts',
  '/.env',
  '/.git/config',
  '/package.json',
  '/db/seed/people.ts',
  '/local/secrets.ts',
  '/tests/support/world.ts',
  '/%',
])('while developing no address reaches %s', (path) => expect(isForVite(path)).toBe(false))
