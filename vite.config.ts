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
  // Found one by one they would reload a page that is open while developing; and routes name packages of the server alone.
  optimizeDeps: {
    include: [
      ...['react-aria-components', 'lucide-react', 'sonner', 'clsx', 'tailwind-merge', 'thumbhash'],
      ...[
        '@conform-to/react',
        '@conform-to/zod/v4',
        'zod',
        '@simplewebauthn/browser',
        '@uppy/core',
        '@uppy/aws-s3',
        'shaka-player/dist/shaka-player.hls-es2021.js',
      ],
    ],
    exclude: [
      ...['@node-rs/argon2', '@remix-run/node', 'drizzle-orm', 'markdown-it', 'sanitize-html', 'sharp'],
      ...[
        'remix-auth',
        'remix-auth-form',
        'rate-limiter-flexible',
        '@simplewebauthn/server',
        'otplib',
        'uqr',
      ],
      ...['bowser', 'bullmq', 'client-zip', 'csv-stringify', 'ipaddr.js', 'maxmind', 'pg'],
    ],
  },
  build: { target: 'es2022', sourcemap: false },
  server: {
    watch: { ignored: ['**/.local/**', '**/build/**'] },
    fs: { deny: ['**/.local/**', '.env', '.env.*', '*.{crt,pem,key}', '**/.git/**'] },
  },
})
