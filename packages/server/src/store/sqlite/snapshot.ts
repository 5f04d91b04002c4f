/**
 * Copies a database while it is in use, and verifies that the copy is complete.
 *
 * @module
 */
import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { backup, DatabaseSync } from 'node:sqlite';
import { RowHash } from '../row-hash.ts';
import type { Cell } from '../row-hash.ts';
import { LAYOUT } from '../schema.ts';
import { StoreError } from '../store.ts';
import type { Table } from '../table.ts';
import { createPrivate } from './permissions.ts';

/** Progress of a task, in its own units. */
export type OnProgress = (step: string, done: number, total: number) => void;

export interface SnapshotOptions {
  /** All tables that the program knows. */
  readonly tables: readonly Table[];
  readonly onProgress: OnProgress;
}

/** The content of a database. Equal fingerprints mean equal rows. */
export interface Fingerprint {
  readonly epoch: string;
  /** Numbers of rows by name; see Table.countedAs. */
  readonly counts: Readonly<Record<string, number>>;
  /** SHA-256 over all rows of all tables. */
  readonly sha256: string;
}

/** 8 MB at a time, so that the rest of the process, and the progress bar, get a turn in between. */
const PAGES_PER_STEP = 2000;
const ROWS_PER_STEP = 10_000;
const BUSY_TIMEOUT_MS = 5000;

/** Opens a database read-only. Throws a StoreError if it is missing or not ours. The caller closes it. */
export function openForReading(path: string): DatabaseSync {
  if (!existsSync(path)) throw new StoreError('unavailable', `There is no database ${path}.`);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    checkIsOurs(database, path);
    return database;
  } catch (cause) {
    database?.close();
    if (cause instanceof StoreError) throw cause;
    throw new StoreError('corrupt', `${path} cannot be read as a database: ${(cause as Error).message}.`, {
      cause,
    });
  }
}

function checkIsOurs(database: DatabaseSync, path: string): void {
  const isOurs = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'messages'").get() !== undefined;
  if (!isOurs) throw new StoreError('corrupt', `${path} is no database of Posthorn.`);
  const version = Number(pragma(database, 'user_version'));
  if (version <= LAYOUT.version) return;
  throw new StoreError(
    'incompatible',
    `${path} is of version ${version} and this Posthorn knows ${LAYOUT.version}: use the newer Posthorn.`,
  );
}

/**
 * Copies one snapshot of `source` into a new file for its owner alone, durably, while others write to the source. A
 * transaction holds the snapshot, so that SQLite does not restart the copy. Resolves with the fingerprint of the copy,
 * compared with the source.
 */
export async function copySnapshot(
  source: string,
  target: string,
  { tables, onProgress }: SnapshotOptions,
): Promise<Fingerprint> {
  const from = openForReading(source);
  try {
    from.exec('BEGIN');
    const expected = await fingerprint(from, tables, (done, total) => onProgress('reading', done, total));
    createPrivate(target);
    await backup(from, target, {
      rate: PAGES_PER_STEP,
      progress: ({ totalPages, remainingPages }) =>
        onProgress('copying', totalPages - remainingPages, totalPages),
    });
    from.exec('ROLLBACK');
    makeSelfContained(target);
    const found = await verify(target, { tables, onProgress });
    if (found.sha256 !== expected.sha256) {
      throw new StoreError('corrupt', `The copy ${target} differs from its source; the disk may be failing.`);
    }
    return found;
  } finally {
    from.close();
  }
}

/** Checks the structure of an unused database and reads every row. Throws a StoreError. */
export async function verify(path: string, { tables, onProgress }: SnapshotOptions): Promise<Fingerprint> {
  const database = openForReading(path);
  try {
    const problems = database.prepare('PRAGMA integrity_check(1)').all();
    const [first] = problems.map((row) => String(row['integrity_check']));
    if (first !== 'ok') throw new StoreError('corrupt', `${path} is damaged: ${first}.`);
    return await fingerprint(database, tables, (done, total) => onProgress('checking', done, total));
  } finally {
    database.close();
  }
}

/** Makes the database one synced file, without a log beside it. */
function makeSelfContained(path: string): void {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = DELETE');
  } finally {
    database.close();
  }
  syncPath(path);
}

/** Syncs a file or directory to the disk. */
export function syncPath(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

async function fingerprint(
  database: DatabaseSync,
  described: readonly Table[],
  onRows: (done: number, total: number) => void,
): Promise<Fingerprint> {
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all()
    .map(({ name }) => String(name));
  const counts = new Map(tables.map((name) => [name, countOf(database, name)]));
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const hash = new RowHash();
  let done = 0;
  for (const table of tables) {
    hash.add([table]);
    const rows = database.prepare(`SELECT * FROM ${table}`);
    rows.setReturnArrays(true);
    for (const row of rows.iterate() as Iterable<unknown> as Iterable<readonly Cell[]>) {
      hash.add(row);
      if (++done % ROWS_PER_STEP !== 0) continue;
      onRows(done, total);
      await turn();
    }
  }
  onRows(total, total);
  return {
    epoch: String(database.prepare("SELECT value FROM meta WHERE name = 'epoch'").get()?.['value'] ?? ''),
    counts: totals(database, described),
    sha256: hash.digest(),
  };
}

/** Counts the rows that are shown to people; see Table.countedAs. */
export function totals(
  database: DatabaseSync,
  described: readonly Table[],
): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { name, countedAs, countedWhere } of described) {
    if (countedAs === undefined) continue;
    found[countedAs] = countOf(database, countedWhere === undefined ? name : `${name} WHERE ${countedWhere}`);
  }
  return found;
}

function countOf(database: DatabaseSync, rows: string): number {
  return Number(database.prepare(`SELECT count(*) AS count FROM ${rows}`).get()?.['count']);
}

function pragma(database: DatabaseSync, name: string): unknown {
  return database.prepare(`PRAGMA ${name}`).get()?.[name];
}
