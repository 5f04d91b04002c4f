/**
 * Queries on sealed values of all places, and on the keys with which there are some.
 *
 * @module
 */
import { change, erasing, insertNew, row, rows } from '../sql/sql.ts';
import type { Insert, Query, Value } from '../sql/sql.ts';
import { SEALED } from './place.ts';
import type { SealedPlace } from './place.ts';

/** A key with which values are sealed. */
export interface SealingKeyRecord {
  readonly id: string;
  /** A sealed value that opens with the right key alone. */
  readonly proof: string;
}

/** One column of a place. */
export interface SealedColumn extends SealedPlace {
  readonly column: string;
}

/** Which values of a column, by what they begin with; at least one of the two. */
export interface Beginning {
  readonly is?: string;
  readonly isNot?: string;
}

export interface StoredSecret {
  readonly key: number | string;
  readonly value: string | Uint8Array;
  /** The values of SealedPlace.boundTo. */
  readonly bound: readonly Value[];
}

export interface Replacement {
  readonly key: number | string;
  readonly from: string | Uint8Array;
  readonly to: string | Uint8Array;
}

const KEY: Insert = {
  table: 'sealing_keys',
  columns: { id: 'text', proof: 'text' },
  onConflict: { key: ['id'] },
};

/** By id. */
export function* sealingKeys(): Query<readonly SealingKeyRecord[]> {
  const found = yield* rows<SealingKeyRecord>('SELECT id, proof FROM sealing_keys ORDER BY id');
  return found.map((each) => ({ ...each }));
}

/** Keeps that there are values sealed with this key, unless that is known. */
export function* keepSealingKey({ id, proof }: SealingKeyRecord): Query<void> {
  yield* insertNew(KEY, id, proof);
}

/** Forgets the keys with which nothing is sealed any more. `current`: the id of the one that seals. Undefined: none does. */
export function* forgetSealingKeys(
  columns: readonly SealedColumn[],
  current: string | undefined,
): Query<void> {
  for (const { id } of yield* sealingKeys()) {
    if (id === current) continue;
    let isUsed = false;
    for (const column of columns) isUsed ||= yield* hasSealedWith(column, beginningOf(id));
    if (!isUsed) yield* change('DELETE FROM sealing_keys WHERE id = ?', id);
  }
}

/** What a value begins with that is sealed with this key. */
export function beginningOf(id: string): string {
  return `${SEALED}1:${id}:`;
}

function* hasSealedWith(column: SealedColumn, is: string): Query<boolean> {
  const { text, values } = condition(column, { is });
  return (yield* row(`SELECT 1 AS one FROM ${column.table} WHERE ${text} LIMIT 1`, ...values)) !== undefined;
}

/** A page of secrets that begin so, by rising key. `after`: the last key of the previous page. */
export function* secretsOf(
  column: SealedColumn,
  beginning: Beginning,
  { after, limit }: { readonly after: number | string | undefined; readonly limit: number },
): Query<readonly StoredSecret[]> {
  const { table, key, boundTo } = column;
  const { text, values } = condition(column, beginning);
  const bound = boundTo.map((name, at) => `, "${name}" AS bound${at}`).join('');
  const found = yield* rows(
    `SELECT ${key} AS "key", ${column.column} AS "value"${bound} FROM ${table}
     WHERE ${text}${after === undefined ? '' : ` AND ${key} > ?`} ORDER BY ${key} LIMIT ?`,
    ...values,
    ...(after === undefined ? [] : [after]),
    limit,
  );
  return found.map((each) => ({
    // The types of these columns.
    key: each['key'] as number | string,
    value: each['value'] as string | Uint8Array,
    bound: boundTo.map((_, at) => each[`bound${at}`] ?? null),
  }));
}

/** Puts values in the place of others, unless somebody has changed them. Returns how many. */
export function* replaceSecrets(
  { table, column, key }: SealedColumn,
  replacements: readonly Replacement[],
): Query<number> {
  let count = 0;
  for (const { key: at, from, to } of replacements)
    count += yield* erasing(
      `UPDATE ${table} SET ${column} = ? WHERE ${key} = ? AND ${column} = ?`,
      to,
      at,
      from,
    );
  return count;
}

function condition(
  { column, type, where }: SealedColumn,
  { is, isNot }: Beginning,
): { readonly text: string; readonly values: readonly Value[] } {
  const parts = [
    ...(where === undefined ? [] : [where]),
    // Empty: there is no secret.
    `LENGTH(${column}) > 0`,
    ...(is === undefined ? [] : [`SUBSTR(${column}, 1, ${is.length}) = ?`]),
    ...(isNot === undefined ? [] : [`SUBSTR(${column}, 1, ${isNot.length}) <> ?`]),
  ];
  const values = [is, isNot].flatMap((each) => each ?? []);
  return {
    text: parts.join(' AND '),
    values: type === 'text' ? values : values.map((each) => new TextEncoder().encode(each)),
  };
}
