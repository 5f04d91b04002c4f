/**
 * What a browser loads before it shows the page, and what it loads when it is asked for. A first load above the budget
 * fails the build.
 *
 * @module
 */
import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** Gzipped bytes of scripts and styles of the first load. */
const BUDGET_BYTES = 200 * 1024;

export function budget(): Plugin {
  return {
    name: 'posthorn-budget',
    apply: 'build',
    // The names and contents of the parts are final then.
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const { first, lazy } = weigh(bundle);
        const total = sum(first);
        this.info(report('First load', first, total, BUDGET_BYTES));
        this.info(report('Loaded when asked for', lazy, sum(lazy)));
        if (total > BUDGET_BYTES) {
          this.error(
            `the first load is ${kilobytes(total)} gzipped, above its budget of ${kilobytes(BUDGET_BYTES)}`,
          );
        }
      },
    },
  };
}

interface Part {
  readonly name: string;
  readonly bytes: number;
}

/** What the page itself names, with what that imports; and the rest. */
function weigh(bundle: Rolldown.OutputBundle): {
  readonly first: readonly Part[];
  readonly lazy: readonly Part[];
} {
  const page = bundle['index.html'];
  const html = page?.type === 'asset' ? String(page.source) : '';
  const first: Part[] = [];
  const lazy: Part[] = [];
  for (const part of Object.values(bundle)) {
    if (!/\.(js|css)$/.test(part.fileName)) continue;
    const bytes = gzipSync(part.type === 'chunk' ? part.code : part.source, { level: 9 }).length;
    // Vite names every file of the first load in the page, also what is only imported.
    (html.includes(part.fileName) ? first : lazy).push({ name: part.fileName, bytes });
  }
  return { first, lazy };
}

function report(title: string, parts: readonly Part[], total: number, limit?: number): string {
  const lines = parts
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, 12)
    .map(({ name, bytes }) => `  ${kilobytes(bytes).padStart(9)}  ${name}`);
  const bound = limit === undefined ? '' : ` of ${kilobytes(limit)}`;
  return [`${title}: ${kilobytes(total)}${bound} gzipped, ${String(parts.length)} files`, ...lines].join(
    '\n',
  );
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, { bytes }) => total + bytes, 0);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
