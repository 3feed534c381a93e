import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { bootScript } from './dev/boot-script.ts';
import { fixtureServer } from './dev/fixture-server.ts';

// The base is relative: every route is one segment deep, so the page works below any path prefix of a reverse proxy.
export default defineConfig({
  base: './',
  plugins: [react(), bootScript(), fixtureServer()],
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
  },
  server: { host: '127.0.0.1', port: 5173 },
  preview: { host: '127.0.0.1', port: 4173 },
  test: { include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], environment: 'node' },
});
