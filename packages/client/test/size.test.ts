import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

for (const [what, entries, maxBytes] of [
  ['the SDK for browsers, with the protocol, is at most 24 KB gzipped', ['index.ts'], 24 * 1024],
  ['with files it is at most 32 KB', ['index.ts', 'files/index.ts'], 32 * 1024],
  ['what a page has of the engine is at most 16 KB', ['engine/index.ts'], 16 * 1024],
  ['what runs the engine, with the SDK and files, is at most 56 KB', ['engine/host-entry.ts'], 56 * 1024],
] as const) {
  it(what, async (t) => {
    const bytes = await gzippedBytes(entries);
    t.diagnostic(`${bytes} bytes`);
    assert.ok(bytes <= maxBytes, `${bytes} bytes`);
  });
}

async function gzippedBytes(entries: readonly string[]): Promise<number> {
  const source = fileURLToPath(new URL('../src', import.meta.url));
  const { outputFiles } = await build({
    stdin: {
      contents: entries.map((entry) => `export * from './${entry}';`).join('\n'),
      resolveDir: source,
      loader: 'ts',
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
}
