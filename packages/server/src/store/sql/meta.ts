/**
 * Values that a database stores about itself.
 *
 * @module
 */
import type { SealedPlace } from '../sealing/place.ts';
import { change, insertAll, insertNew, OvertakenError, row } from './sql.ts';
import type { Insert, Query } from './sql.ts';

export type MetaName =
  | 'epoch'
  | 'generation'
  | 'checked'
  | 'identity'
  | 'moving'
  | 'bootstrap'
  | 'pictures'
  | 'links'
  | 'named'
  | 'files'
  | 'files-hold';

const META: Insert = {
  table: 'meta',
  columns: { name: 'text', value: 'text' },
  onConflict: { key: ['name'], set: { value: 'new' } },
};

const FIRST: Insert = { ...META, onConflict: { key: ['name'] } };

export function* getMeta(name: MetaName): Query<string | undefined> {
  const found = yield* row<{ readonly value: string }>('SELECT value FROM meta WHERE name = ?', name);
  return found?.value;
}

export function* setMeta(name: MetaName, value: string): Query<void> {
  yield* insertAll(META, [[name, value]]);
}

/** The value that there is. If there is none yet, it is `made` from now on, for all nodes. */
export function* keepMeta(name: MetaName, made: string): Query<string> {
  const known = yield* getMeta(name);
  if (known !== undefined) return known;
  if (yield* insertNew(FIRST, name, made)) return made;
  throw new OvertakenError(`another node has just set ${name}`);
}

export function* deleteMeta(name: MetaName): Query<void> {
  yield* change('DELETE FROM meta WHERE name = ?', name);
}

/** The place of a secret under this name. A value is bound to the name. */
export function metaPlace(name: MetaName): SealedPlace {
  return {
    table: 'meta',
    columns: ['value'],
    type: 'text',
    key: 'name',
    boundTo: ['name'],
    where: `name = '${name}'`,
  };
}

/** Sets the generation; see sqlite/history.ts. */
export function* setGeneration(generation: number): Query<void> {
  yield* setMeta('generation', String(generation));
}

/** Commits a meaningless change, to check that commits work. */
export function* check(): Query<void> {
  yield* setMeta('checked', (yield* getMeta('checked')) === '1' ? '2' : '1');
}
