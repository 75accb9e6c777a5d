import { defineConfig } from 'vitest/config'

const shared = { environment: 'node' as const, restoreMocks: true }

export default defineConfig({
  resolve: {
    // The web-side doors are marked for Next.js; outside of it the marker is an empty module.
    alias: { 'server-only': new URL('./scripts/test/server-only.ts', import.meta.url).pathname },
  },
  test: {
    reporters: ['default'],
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'unit',
          include: ['{lib,components,app,scripts,prisma}/**/*.test.{ts,tsx}'],
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: 'integration',
          include: ['{lib,scripts,prisma}/**/*.itest.ts'],
          globalSetup: ['scripts/test/integration-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
})
