import { defineConfig } from '@playwright/test';
import { CHROMIUM_FLAGS, chromiumPath } from './browser.js';

export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  workers: 1,
  retries: process.env.CI ? 1 : 0, // a busy machine; a test that needed it is reported as flaky
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/results.json' }]],
  globalSetup: './global-setup.ts',
  use: {
    baseURL: process.env.WAYMARK_E2E_DASHBOARD,
    launchOptions: { executablePath: await chromiumPath(), args: CHROMIUM_FLAGS },
    trace: 'retain-on-failure',
  },
});
