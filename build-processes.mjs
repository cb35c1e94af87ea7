/** Bundles the web server, the worker and the operators' tools for production; packages stay outside, in node_modules. */
import { cp, rm } from 'node:fs/promises'
import { build } from 'esbuild'

// Pieces of an earlier build have other names and would stay.
await rm('build/processes', { recursive: true, force: true })
await build({
  entryPoints: {
    web: 'app/server.ts',
    worker: 'worker/main.ts',
    transcode: 'worker/transcode.ts',
    migrate: 'db/migrate.ts',
    'markdown-thread': 'platform/markdown/thread.ts',
  },
  outdir: 'build/processes',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  jsx: 'automatic',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
})

// The migration process finds them beside itself, as db/migrate.ts does in the source tree.
for (const folder of ['migrations', 'security']) {
  await cp(`db/${folder}`, `build/processes/${folder}`, { recursive: true })
}
