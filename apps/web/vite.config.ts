import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { budget } from './scripts/budget.ts';
import { emojiModules } from './scripts/emoji.ts';
import { sampleFiles } from './scripts/sample-files.ts';
import { serviceWorker } from './scripts/service-worker.ts';

const SERVER = process.env['POSTHORN_SERVER'] ?? 'http://127.0.0.1:7010';

export default defineConfig({
  // Relative, so that the page works below any path.
  base: './',
  plugins: [
    react(),
    lingui({ cwd: import.meta.dirname }),
    emojiModules(),
    sampleFiles(process.env['POSTHORN_SERVER'] === 'none'),
    serviceWorker(),
    budget(),
  ],
  build: {
    target: 'es2022',
    sourcemap: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The budget says what is too large (scripts/budget.ts).
    chunkSizeWarningLimit: 2_000,
    // One file for what the page loads at once: fewer requests, and it compresses better.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'page', tags: ['$initial'] }] } } },
  },
  worker: { format: 'es' },
  server: { proxy: { '/v1': SERVER, '/ws': { target: SERVER, ws: true } } },
});
