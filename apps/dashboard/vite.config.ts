import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const standIn = (name: string): string => fileURLToPath(new URL(`./stand-ins/${name}.ts`, import.meta.url));

export default defineConfig({
  plugins: [react(), tailwind()],
  resolve: {
    // cron-parser and rrule read text for core and never walk: what they walk with would be a fifth of the first load.
    alias: [
      { find: /^rrule$/, replacement: standIn('rrule') },
      { find: /^\.\/rrule$/, replacement: standIn('rrule-days') },
      { find: /^\.\/CronExpression$/, replacement: standIn('cron-expression') },
      { find: /^\.{1,2}\/CronDate$/, replacement: standIn('cron-date') },
      { find: /^\.\/CronFileParser$/, replacement: standIn('cron-file-parser') },
    ],
  },
  build: {
    target: 'es2022',
    // The server's policy lets scripts and styles come from files alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/trpc': process.env.CARILLON_URL ?? 'http://127.0.0.1:4200' } },
});
