/** Bundles the web server and the worker for production; packages stay outside, in node_modules. */
import { build } from 'esbuild'

await build({
  entryPoints: { web: 'app/server.ts', worker: 'worker/main.ts', migrate: 'db/migrate.ts' },
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
