import { defineConfig } from 'vitest/config';

// One program and one browser serve all files, so they run one after the other: several would share the host's services.
export default defineConfig({
  test: {
    include: process.env.SCREENSHOTS ? ['screenshots.ts'] : ['tests/**/*.test.ts'],
    globalSetup: ['support/program-setup.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // Named by dev/test when it happens: see "A second try" in CONTRIBUTING.md.
    retry: process.env.CI ? 1 : 0,
  },
});
