import { vitePlugin as remix } from '@remix-run/dev'
import tailwindcss from '@tailwindcss/vite'
import optimizeLocales from '@react-aria/optimize-locales-plugin'
import { defineConfig } from 'vite'
import { aliases } from './aliases.ts'
import options from './remix.config.js'

export default defineConfig({
  plugins: [
    { ...optimizeLocales.vite({ locales: ['en-US'] }), enforce: 'pre' },
    tailwindcss(),
    remix(options),
  ],
  resolve: { alias: aliases },
  build: { target: 'es2022', sourcemap: false },
  server: { watch: { ignored: ['**/.local/**', '**/build/**'] } },
})
