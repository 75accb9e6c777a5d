import { defineConfig } from 'playwright/test'

/** One browser, one installation, one story after the other: they all use the same cluster. */
export default defineConfig({
  testDir: '.',
  outputDir: '../.build/test/e2e',
  globalSetup: './support/installation.ts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json']],
  use: {
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(process.env['IEUM_CHROMIUM'] ? { executablePath: process.env['IEUM_CHROMIUM'] } : {}),
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
})
