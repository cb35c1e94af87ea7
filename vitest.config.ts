import { defineConfig } from 'vitest/config'
import { aliases } from './aliases.ts'

const resolve = { alias: aliases }

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: ['{app,worker,domain,platform,db,local,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.ffmpeg.test.ts'],
        },
      },
      {
        resolve,
        test: {
          name: 'integration',
          sequence: { groupOrder: 1 },
          include: [
            'tests/{integration,security,faults}/**/*.test.ts',
            '{domain,platform}/**/*.ffmpeg.test.ts',
          ],
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        resolve,
        test: {
          name: 'e2e',
          sequence: { groupOrder: 2 },
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/support/global-setup.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          maxWorkers: 2,
        },
      },
    ],
  },
})
