/**
 * The key of links.
 *
 * @module
 */
import { keepMeta, metaPlace } from '../../store/sql/meta.ts';
import type { Query } from '../../store/sql/sql.ts';

export const LINK_KEY = metaPlace('links');

/** The key under which this database signs links. As it is stored. `made`: what it is if there is none yet. */
export function* linkKey(made: string): Query<string> {
  return yield* keepMeta('links', made);
}
