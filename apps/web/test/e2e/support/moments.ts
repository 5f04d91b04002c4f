/**
 * Waiting in a page, and what is on its screen.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { beat } from '@posthorn/testing/beat';
import type { Locator } from 'playwright-core';

/** Somebody in front of a timeline. */
interface Reader {
  readonly timeline: Locator;
}

/** Until nothing in the timeline has moved for ten frames. */
export function settled({ timeline }: Reader): Promise<void> {
  return timeline.evaluate(
    (view) =>
      new Promise<void>((resolve) => {
        let last = '';
        let still = 0;
        const look = (): void => {
          const now = `${view.scrollTop} ${view.scrollHeight} ${view.childElementCount}`;
          still = now === last ? still + 1 : 0;
          last = now;
          if (still >= 10) resolve();
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

/** Pixels between what is shown and the end of the timeline. */
export function fromBottom({ timeline }: Reader): Promise<number> {
  return timeline.evaluate((view) => view.scrollHeight - view.clientHeight - view.scrollTop);
}

/** Seqs of the messages that are wholly on the screen. */
export function onScreen({ timeline }: Reader): Promise<number[]> {
  return timeline.evaluate((view) => {
    const { top, bottom } = view.getBoundingClientRect();
    const rows = [...view.querySelectorAll('[data-seq]')].filter((row) => {
      const box = row.getBoundingClientRect();
      return box.top >= top && box.bottom <= bottom;
    });
    return [...new Set(rows.map((row) => Number(row.getAttribute('data-seq'))))];
  });
}

/** So long it may take until something is so. */
const WITHIN_MS = 30_000;

/** Asks again until it is so. */
export async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + WITHIN_MS;
  while (!(await isTrue())) {
    assert.ok(
      performance.now() < end,
      `it did not become so within ${WITHIN_MS / 1000} s: ${isTrue.toString()}`,
    );
    await beat();
  }
}
