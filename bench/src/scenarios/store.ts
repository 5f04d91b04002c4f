/**
 * The store alone, beside plain SQLite.
 *
 * @module
 */
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Child } from '../child.ts';
import { SERVER_CORE } from '../cores.ts';
import type { Result } from '../result.ts';
import { benchDirectory } from '../stage.ts';

const FLOOR = fileURLToPath(new URL('../floors/append.ts', import.meta.url));

/** Durable appends a second, in batches. */
export async function appendRate(which: 'raw' | 'store', batch: number, seconds: number): Promise<number> {
  const directory = await benchDirectory();
  const child = new Child(FLOOR, [which, directory, String(batch), String(seconds)], { core: SERVER_CORE });
  try {
    return (await child.next<{ perSecond: number }>()).perSecond;
  } finally {
    await child.end('SIGKILL');
    await rm(directory, { recursive: true, force: true });
  }
}

export async function store(seconds: number): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const batch of [1, 200, 1000]) {
    results.push({
      scenario: `store-${batch}`,
      what: `store: durable appends in batches of ${batch}`,
      figure: await appendRate('store', batch, seconds),
      unit: 'msg/s',
      floor: await appendRate('raw', batch, seconds),
      floorName: 'plain SQLite with the same indexes',
      target: undefined,
      detail: {},
    });
  }
  return results;
}
