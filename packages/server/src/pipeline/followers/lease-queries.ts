/**
 * Who runs a follower. Routers' clocks are never compared: a holder raises `beat` while it is alive, and whoever sees
 * the same `fence` and `beat` for long enough may take over.
 *
 * @module
 */
import { change, insertNew, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

/** See tables.ts. */
export interface FollowerRecord {
  readonly id: number;
  readonly name: string;
  readonly holder: string;
  readonly fence: number;
  readonly beat: number;
  readonly mark: number;
  readonly seeded: number;
  readonly seed_through: number;
  readonly paused: number;
}

/** A follower as its holder knows it: what it writes counts only while the fence and the history are these. */
export interface Held {
  readonly follower: number;
  readonly fence: number;
  /** See Store.epoch. */
  readonly epoch: string;
}

type Fenced = Pick<Held, 'follower' | 'fence'>;

/** All of them: one for each feature that has one. */
export function* list(): Query<readonly FollowerRecord[]> {
  return yield* rows<FollowerRecord>(
    'SELECT id, name, holder, fence, beat, mark, seeded, seed_through, paused FROM followers ORDER BY id',
  );
}

const NEW_FOLLOWER: Insert = {
  table: 'followers',
  columns: { name: 'text', mark: 'int', seed_through: 'int' },
  onConflict: { key: ['name'] },
};

/** Makes the follower unless it is there. `now`: Unix ms. */
export function* register(name: string, start: 'now' | 'beginning', now: number): Query<void> {
  if ((yield* row('SELECT id FROM followers WHERE name = ?', name)) !== undefined) return;
  if (start === 'beginning') {
    yield* insertNew(NEW_FOLLOWER, name, 0, 0);
    return;
  }
  const found = yield* row<{ readonly last: number | null }>('SELECT MAX(id) AS last FROM conversations');
  yield* insertNew(NEW_FOLLOWER, name, now, found?.last ?? 0);
}

/** The new fence; undefined: somebody else took it, or its holder is alive. */
export function* take(seen: Fenced & { readonly beat: number }, holder: string): Query<number | undefined> {
  const { follower, fence, beat } = seen;
  const changed = yield* change(
    'UPDATE followers SET holder = ?, fence = fence + 1, beat = 0 WHERE id = ? AND fence = ? AND beat = ?',
    holder,
    follower,
    fence,
    beat,
  );
  return changed === 1 ? fence + 1 : undefined;
}

/** Says that the holder is alive. Those of them that it still holds. */
export function* renew(held: readonly Fenced[]): Query<readonly number[]> {
  const kept: number[] = [];
  for (const { follower, fence } of held) {
    const changed = yield* change(
      'UPDATE followers SET beat = beat + 1 WHERE id = ? AND fence = ?',
      follower,
      fence,
    );
    if (changed === 1) kept.push(follower);
  }
  return kept;
}

/** Others may take them at once. */
export function* release(held: readonly Fenced[]): Query<void> {
  for (const { follower, fence } of held) {
    yield* change(
      `UPDATE followers SET holder = '', beat = beat + 1 WHERE id = ? AND fence = ?`,
      follower,
      fence,
    );
  }
}

/** Whoever holds it gives it nothing more until it is resumed. False: there is no such follower. */
export function* setPaused(name: string, isPaused: boolean): Query<boolean> {
  if ((yield* row('SELECT id FROM followers WHERE name = ?', name)) === undefined) return false;
  yield* change('UPDATE followers SET paused = ? WHERE name = ?', isPaused ? 1 : 0, name);
  return true;
}
