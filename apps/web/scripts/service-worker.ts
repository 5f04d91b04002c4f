/**
 * A Vite plugin: builds the service worker into `sw.js`, one file of its own under a stable name, with the list of what the page
 * consists of.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Plugin, Rollup } from 'vite';
import type { ShellFiles } from '../src/sw/shell.ts';

const ENTRY = fileURLToPath(new URL('../src/sw/sw.ts', import.meta.url));
const LOADED = /\.(?:js|css|woff2)$/;
/** What notifications show. */
const ICON = /^icons\/(?:icon-192|badge-96)\.png$/;
const PAGE = 'index.html';

export function serviceWorker(): Plugin {
  let publicDir = '';
  return {
    name: 'posthorn-service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      ({ publicDir } = config);
    },
    async generateBundle(_options, bundle) {
      const code = await built(shellOf(bundle, publicDir));
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: code });
    },
  };
}

/** What the page needs at once, and what it loads later. `publicDir`: of files that are served as they are. */
export function shellOf(bundle: Rollup.OutputBundle, publicDir: string): ShellFiles {
  const needed = neededIn(bundle);
  const made = Object.keys(bundle).filter((name) => LOADED.test(name));
  const scripts = filesIn(publicDir).filter((name) => LOADED.test(name));
  const hash = createHash('sha256').update(made.sort().join('\n'));
  const page = bundle[PAGE];
  if (page?.type === 'asset') hash.update(page.source);
  for (const name of scripts) hash.update(readFileSync(join(publicDir, name)));
  return {
    version: hash.digest('base64url').slice(0, 16),
    now: [...scripts, ...made.filter((name) => needed.has(name))],
    later: [
      ...made.filter((name) => !needed.has(name)),
      ...filesIn(publicDir).filter((name) => ICON.test(name)),
    ],
  };
}

/** The entry, and what it imports, with their styles. */
function neededIn(bundle: Rollup.OutputBundle): ReadonlySet<string> {
  const needed = new Set<string>();
  const visit = (name: string): void => {
    const found = bundle[name];
    if (needed.has(name) || found?.type !== 'chunk') return;
    needed.add(name);
    // Vite notes which styles belong to a chunk.
    const { viteMetadata } = found as {
      readonly viteMetadata?: { readonly importedCss?: ReadonlySet<string> };
    };
    for (const css of viteMetadata?.importedCss ?? []) needed.add(css);
    found.imports.forEach(visit);
  };
  for (const [name, found] of Object.entries(bundle))
    if (found.type === 'chunk' && found.isEntry) visit(name);
  return needed;
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const found = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((each) => each.isFile());
  return found.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)).sort();
}

async function built(files: ShellFiles): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: 'warn',
    define: { SHELL_FILES: JSON.stringify(files) },
    build: {
      write: false,
      target: 'es2022',
      // Browsers that take no modules as service workers are in use.
      lib: { entry: ENTRY, formats: ['iife'], name: 'posthorn', fileName: () => 'sw.js' },
    },
  });
  const [output] = Array.isArray(made) ? made : [made];
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined;
  if (chunk === undefined) throw new Error('the service worker was not built');
  return chunk.code;
}
