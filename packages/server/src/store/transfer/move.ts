/**
 * Moves an embedded database into the database of a cluster: copies page by page, compares every row, and only then
 * lets nodes use it.
 *
 * @module
 */
import { RowHash } from '../row-hash.ts';
import type { Cell } from '../row-hash.ts';
import type { OnProgress } from '../sqlite/snapshot.ts';
import { StoreError } from '../store.ts';
import type { SourceFacts, TransferSource } from './source.ts';
import type { TargetState, TransferNote, TransferTarget } from './target.ts';
import type { TransferTable } from './tables.ts';

export interface MoveOptions {
  readonly source: TransferSource;
  readonly target: TransferTarget;
  readonly onProgress: OnProgress;
  /** Waits before the next attempt. Rejects if the user interrupts. */
  readonly pause: () => Promise<void>;
}

export interface Moved extends SourceFacts {
  /** What was moved, for people: numbers by name. */
  readonly counts: Readonly<Record<string, number>>;
  /** Number of rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** SHA-256 over all rows, equal in both databases. */
  readonly sha256: string;
  /** Whether it continued an interrupted run. */
  readonly isResumed: boolean;
}

/** The databases differ; the message says where. The caller should clear the target. */
export class DifferenceError extends StoreError {
  override readonly name = 'DifferenceError';
}

const PAGE_ROWS = 500;
/** Maximum bytes per statement: some servers refuse several MB. */
const PAGE_BYTES = 1_000_000;
/** Attempts per page while the database is unreachable. Then the user has to run it again. */
const MAX_FAILURES = 20;

/** Moves the data. Rejects with a DifferenceError, or with a StoreError, after which it can be run again. */
export async function move(options: MoveOptions): Promise<Moved> {
  const { source, target } = options;
  const state = await target.state();
  const isResumed = await prepare(state, options);
  const { tables } = source;
  const counts = new Map(tables.map((table) => [table, source.count(table)]));
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  await copyAll(options, total);
  for (const table of tables) {
    if (table.hasIds) await target.restartIds(table, source.nextId(table));
  }
  const sha256 = await compareAll(options, total);
  await target.finish(source.facts, source.filesPlace);
  const rows = Object.fromEntries([...counts].map(([{ table }, count]) => [table, count]));
  return { ...source.facts, counts: source.counts, rows, sha256, isResumed };
}

/** Whether an interrupted run can be continued. */
async function prepare(state: TargetState, { source, target }: MoveOptions): Promise<boolean> {
  const { epoch, generation } = source.facts;
  if (state.kind === 'empty') return false;
  if (state.kind === 'in-use') {
    throw new StoreError(
      'locked',
      'There is data in that database already: give an empty one, on which no server was started.',
    );
  }
  if (state.note.epoch === epoch && state.note.generation === generation) return true;
  // The data comes from another installation, or this one was used since.
  await target.clear();
  return false;
}

async function copyAll(options: MoveOptions, total: number): Promise<void> {
  const { source, target, onProgress } = options;
  const { tables } = source;
  const indexOf = (name: string): number => tables.findIndex(({ table }) => table === name);
  const state = await target.state();
  let note: TransferNote | undefined = state.kind === 'moving' ? state.note : undefined;
  let done = 0;
  for (const table of tables) {
    const isBefore = note !== undefined && indexOf(note.table) > tables.indexOf(table);
    if (isBefore) {
      done += source.count(table);
      continue;
    }
    for (;;) {
      const after: readonly Cell[] = note?.table === table.table ? note.after : [];
      const page = bounded(source.page(table, after, PAGE_ROWS));
      note = { ...source.facts, table: table.table, after: keyOf(table, page.at(-1)) ?? after };
      if (page.length === 0) break;
      note = await put(table, page, note, options);
      done += page.length;
      onProgress('copying', Math.min(done, total), total);
    }
  }
}

/** Returns the progress stored in the database. After an unknown outcome, that is this page or the previous one. */
async function put(
  table: TransferTable,
  page: readonly (readonly Cell[])[],
  note: TransferNote,
  { target, pause }: MoveOptions,
): Promise<TransferNote> {
  for (let failures = 1; ; failures++) {
    try {
      const state = failures === 1 ? undefined : await target.state();
      if (state?.kind === 'moving' && isSame(state.note, note)) return note;
      await target.put(table, page, note);
      return note;
    } catch (error) {
      const isPassing = error instanceof StoreError && error.code === 'unavailable';
      if (!isPassing || failures === MAX_FAILURES) throw error;
      await pause();
    }
  }
}

function isSame(a: TransferNote, b: TransferNote): boolean {
  return JSON.stringify([a.table, a.after]) === JSON.stringify([b.table, b.after]);
}

function bounded(page: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  let bytes = 0;
  const end = page.findIndex((row) => (bytes += sizeOf(row)) > PAGE_BYTES);
  return end < 0 ? page : page.slice(0, Math.max(1, end));
}

function sizeOf(row: readonly Cell[]): number {
  return row.reduce<number>((sum, cell) => sum + (typeof cell === 'object' ? (cell?.length ?? 0) : 8), 0);
}

function keyOf(table: TransferTable, row: readonly Cell[] | undefined): readonly Cell[] | undefined {
  const names = Object.keys(table.columns);
  return row && table.key.map((name) => row[names.indexOf(name)] ?? null);
}

/** Compares all rows, by key. Returns the hash of all rows. */
async function compareAll(options: MoveOptions, total: number): Promise<string> {
  const hash = new RowHash();
  let done = 0;
  for (const table of options.source.tables) {
    hash.add([table.table]);
    for (let after: readonly Cell[] = []; ;) {
      const expected = options.source.page(table, after, PAGE_ROWS);
      const found = await retried(options, () => options.target.page(table, after, PAGE_ROWS));
      comparePages(table, expected, found);
      for (const row of expected) hash.add(row);
      done += expected.length;
      options.onProgress('comparing', done, total);
      const last = keyOf(table, expected.at(-1));
      if (last === undefined) break;
      after = last;
    }
  }
  return hash.digest();
}

async function retried<T>({ pause }: MoveOptions, work: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await work();
    } catch (error) {
      const isPassing = error instanceof StoreError && error.code === 'unavailable';
      if (!isPassing || failures === MAX_FAILURES) throw error;
      await pause();
    }
  }
}

function comparePages(
  table: TransferTable,
  expected: readonly (readonly Cell[])[],
  found: readonly (readonly Cell[])[],
): void {
  const names = Object.keys(table.columns);
  for (let index = 0; index < Math.max(expected.length, found.length); index++) {
    const [here, there] = [expected[index], found[index]];
    const key = keyOf(table, here ?? there) ?? [];
    const place = `${table.table}, ${table.key.map((name, at) => `${name} ${String(key[at])}`).join(', ')}`;
    if (here === undefined) throw new DifferenceError('corrupt', `The copy has too much: ${place}.`);
    if (there === undefined) throw new DifferenceError('corrupt', `The copy lacks ${place}.`);
    const column = names.find((_, at) => !isEqual(here[at] ?? null, there[at] ?? null));
    if (column !== undefined) {
      throw new DifferenceError('corrupt', `The copy differs in ${place}: ${column}.`);
    }
  }
}

function isEqual(a: Cell, b: Cell): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  return a === b;
}
