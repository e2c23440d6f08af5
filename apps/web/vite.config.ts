import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import vue from '@vitejs/plugin-vue';
import ui from '@nuxt/ui/vite';
import { defineConfig } from 'vite';
import { compressedFiles } from './build/compressed-files.ts';
import { firstSheet } from './build/first-sheet.ts';
import { firstLoadBudget } from './build/first-load-budget.ts';
import { preloadPage } from './build/preload-page.ts';
import { serviceWorker } from './build/service-worker.ts';
import { withoutToasts } from './build/without-toasts.ts';

const api = process.env['INKLING_API'] ?? 'http://127.0.0.1:3000';

/** Runs networks on devices (src/features/device/worker/reader.worker.ts). */
const RUNTIME = createRequire(import.meta.url).resolve(
  'onnxruntime-web/ort-wasm-simd-threaded.wasm',
);

export default defineConfig({
  plugins: [
    vue(),
    ui({
      dts: false,
      // Components and composables are imported by name: a reader sees where they come from.
      autoImport: false,
      components: false,
      // src/shared/preferences-store.ts owns dark and light.
      colorMode: false,
      // Names of icons stand in plain modules too, such as the list of the admin pages.
      icon: { clientBundle: { scan: { globInclude: ['src/**/*.{vue,ts}'] } } },
      experimental: { componentDetection: true },
      ui: {
        colors: { primary: 'ink', neutral: 'stone' },
        button: {
          compoundVariants: [
            // Under the pointer the usual 75 % leave too little contrast to the words on it.
            {
              color: 'primary',
              variant: 'solid',
              class: 'hover:bg-primary/90 active:bg-primary/90',
            },
          ],
        },
        // Dialogs are sheets of the same paper; their words end before the cross in the corner.
        modal: { slots: { content: 'bg-sheet', wrapper: 'pe-10' } },
        slideover: { slots: { content: 'bg-sheet' } },
        // As large under the thumb as everything else.
        switch: { slots: { base: 'relative after:absolute after:-inset-x-3 after:-inset-y-4' } },
      },
    }),
    withoutToasts(),
    firstSheet(),
    preloadPage('StudioPage'),
    firstLoadBudget({ routes: ['StudioPage'], budgetKilobytes: 200 }),
    serviceWorker(),
    // After everything that writes files.
    compressedFiles({ copied: [RUNTIME] }),
  ],
  resolve: {
    conditions: ['@inkling/source', 'module', 'browser', 'development|production'],
    alias: [
      {
        find: /^zod$/,
        replacement: fileURLToPath(new URL('src/shared/zod.ts', import.meta.url)),
      },
    ],
  },
  build: {
    target: 'es2022',
    // Hashes in names make these safe to cache for ever; the API server relies on it.
    assetsDir: 'assets',
    // Fonts inlined as data: URLs would be stopped by the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // One file instead of thirty: each costs its headers, and compresses alone.
          groups: [{ name: 'app', tags: ['$initial'] }],
        },
      },
    },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
  },
  server: { host: '127.0.0.1', proxy: { '/api': api } },
});
