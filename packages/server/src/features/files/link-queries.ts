/**
 * The key of links.
 *
 * @module
 */
import { getMeta } from '../../store/sql/meta.ts';
import { insertNew, OvertakenError } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

const KEY: Insert = {
  table: 'meta',
  columns: { name: 'text', value: 'text' },
  onConflict: { key: ['name'] },
};

/** The key under which this database signs links. `made`: what it is if there is none yet. */
export function* linkKey(made: string): Query<string> {
  const known = yield* getMeta('links');
  if (known !== undefined) return known;
  if (yield* insertNew(KEY, 'links', made)) return made;
  throw new OvertakenError('another router has just made the key');
}
