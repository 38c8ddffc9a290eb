import { svelte } from '@sveltejs/vite-plugin-svelte';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { defineConfig } from 'vitest/config';
import { LIST, bundledNotices } from './build/notices';
import { countryOutlines } from './build/outlines';
import { contentSecurityPolicy } from './build/policy';

export default defineConfig({
  plugins: [
    svelte(),
    countryOutlines(),
    viteSingleFile({ removeViteModuleLoader: true }),
    bundledNotices(),
    contentSecurityPolicy(),
  ],
  build: {
    target: 'es2022',
    license: { fileName: LIST },
    // The folder itself is kept in git, see dist/.gitignore.
    emptyOutDir: false,
    // Fonts go into the page.
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    chunkSizeWarningLimit: 2000,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': 'http://127.0.0.1:8080' },
    // The fonts stand with the script-less page.
    fs: { allow: ['..'] },
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
});
