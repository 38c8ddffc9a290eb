import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/failures',
  globalSetup: './e2e/setup.ts',
  // Speeds are measured: nothing else of ours runs meanwhile.
  workers: 1,
  timeout: 180_000,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    locale: 'fr-FR',
    viewport: { width: 1440, height: 900 },
    // The system's browser: npm downloads none.
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    },
  },
});
