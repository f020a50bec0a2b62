import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    maxWorkers: 2,
    // What one process has translated the next one reads: in a whole run there are dozens of them.
    experimental: { fsModuleCache: true, fsModuleCachePath: '.cache/vitest' },
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.{ts,mjs}'], testTimeout: 20_000 } },
      {
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'webview',
          include: ['test/webview/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          // The second chance of what drives a browser: see CONTRIBUTING.md.
          retry: 1,
        },
      },
    ],
  },
});
