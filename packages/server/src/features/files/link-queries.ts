/**
 * The key of links.
 *
 * @module
 */
import { keepMeta } from '../../store/sql/meta.ts';
import type { Query } from '../../store/sql/sql.ts';

/** The key under which this database signs links. `made`: what it is if there is none yet. */
export function* linkKey(made: string): Query<string> {
  return yield* keepMeta('links', made);
}
