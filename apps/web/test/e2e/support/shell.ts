/**
 * The page as its service worker keeps it.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { until } from './moments.ts';
import type { Person } from './person.ts';

const SCRIPT = fileURLToPath(new URL('../../../dist/sw.js', import.meta.url));

/** Resolves when the service worker answers for the page. */
export async function controlled({ page }: Person): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** Resolves when all parts of the page are kept. */
export async function kept({ page }: Person): Promise<void> {
  const script = await readFile(SCRIPT, 'utf8');
  const files = script.match(/assets\/[\w.-]+/g) ?? [];
  const areKept = (): Promise<boolean> =>
    page.evaluate(async (paths) => {
      const urls = paths.map((path) => new URL(path, document.baseURI).href);
      const found = await Promise.all(urls.map((url) => caches.match(url)));
      return found.every((answer) => answer !== undefined);
    }, files);
  await until(areKept);
}
