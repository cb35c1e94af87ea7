import { fileURLToPath } from 'node:url'
import packageJson from './package.json' with { type: 'json' }

/** The `imports` of package.json as Vite aliases, so that both resolvers agree. */
export const aliases = Object.entries(packageJson.imports).map(([pattern, target]) => ({
  find: new RegExp(`^${pattern.slice(0, -1)}`),
  replacement: fileURLToPath(new URL(target.slice(0, -1), import.meta.url)),
}))
