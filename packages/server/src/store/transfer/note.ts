/**
 * The note in a database while an installation is being moved into it.
 *
 * @module
 */
import { getMeta } from '../sql/meta.ts';
import type { Query } from '../sql/sql.ts';
import { StoreError } from '../store.ts';

/** Throws `locked` if a move into this database is unfinished. */
export function* assertNotMoving(): Query<void> {
  if ((yield* getMeta('moving')) === undefined) return;
  throw new StoreError(
    'locked',
    'An installation is being moved into this database: let posthorn promote come to its end, or take it back with --undo.',
  );
}
