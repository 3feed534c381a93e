import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const FILE = fileURLToPath(new URL('../src/app/boot.js', import.meta.url));

/// Puts the script that runs before the first paint into the page: a file of its own, because the content security policy
/// allows no inline script, and no module, because modules wait.
export function bootScript(): Plugin {
  return {
    name: 'boot-script',
    buildStart() {
      if (this.environment.mode === 'build') {
        this.emitFile({ type: 'asset', name: 'boot.js', source: readFileSync(FILE, 'utf8') });
      }
    },
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const built = Object.values(bundle ?? {}).find(
          (file) => file.type === 'asset' && file.names.includes('boot.js'),
        );
        const src = built === undefined ? '/src/app/boot.js' : `./${built.fileName}`;
        return [{ tag: 'script', attrs: { src }, injectTo: 'head-prepend' }];
      },
    },
  };
}
