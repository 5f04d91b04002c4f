/** What is kept of files that wait is bounded in places, bytes and age; what was touched last stays. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fitting } from '../../src/engine/waiting-bounds.ts';
import type { Tray, Trays } from '../../src/engine/waiting-bounds.ts';

const NOW = 1_000_000;
const BOUNDS = { places: 2, bytes: 100, ageMs: 1000 };

function tray(at: number, ...sizes: readonly number[]): Tray {
  return { at, files: sizes.map((bytes, index) => ({ id: `${at} ${index}`, name: 'x', alt: '', bytes })) };
}

function kept(trays: Readonly<Record<string, Tray>>, own: string): readonly string[] {
  return [...fitting(new Map(Object.entries(trays)) satisfies Trays, own, NOW, BOUNDS).keys()];
}

describe('files that wait', () => {
  it('are kept of the places that were changed last', () => {
    const trays = { a: tray(NOW - 3, 1), b: tray(NOW - 1, 1), c: tray(NOW - 2, 1) };
    assert.deepEqual(kept(trays, 'none'), ['b', 'c']);
    assert.deepEqual(kept(trays, 'a'), ['a', 'b']);
  });

  it('have so many bytes together', () => {
    const trays = { a: tray(NOW - 1, 60), b: tray(NOW - 2, 60), c: tray(NOW - 3, 40) };
    assert.deepEqual(kept(trays, 'none'), ['a', 'c']);
  });

  it('go when nobody has touched them for long, and when there are none', () => {
    assert.deepEqual(kept({ a: tray(NOW - 1001, 1), b: tray(NOW - 1000, 1), c: tray(NOW) }, 'c'), ['b']);
  });

  it('are kept as far as they fit at the place that is changed', () => {
    const after = fitting(new Map([['a', tray(NOW, 60, 50, 40)]]), 'a', NOW, BOUNDS);
    assert.deepEqual(
      after.get('a')?.files.map(({ bytes }) => bytes),
      [60, 40],
    );
  });
});
