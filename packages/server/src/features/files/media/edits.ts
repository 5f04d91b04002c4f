/**
 * How a file is cleaned: pieces of it that are left out or replaced. All others stay as they are, so nothing is encoded again,
 * and no second copy is needed.
 *
 * @module
 */
import type { Cleaned, MediaSource } from './examined.ts';
import { Malformed } from './reader.ts';

/** Puts `bytes` in the place of those from `start` up to but not including `end`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
  /** What follows them, as often as it takes to keep the length. */
  readonly filler?: number;
}

/** More are not made by a camera. */
const MAX_EDITS = 10_000;
const NOTHING = new Uint8Array();
const CHUNK_BYTES = 65_536;

/** Collects edits, which must be given in the order of the file. */
export class Edits {
  readonly #list: Edit[] = [];

  get list(): readonly Edit[] {
    return this.#list;
  }

  drop(start: number, end: number): void {
    if (end <= start) return;
    const last = this.#list.at(-1);
    if (last?.end === start && last.bytes.length === 0 && last.filler === undefined)
      this.#list[this.#list.length - 1] = { ...last, end };
    else this.replace(start, end, NOTHING);
  }

  replace(start: number, end: number, bytes: Uint8Array): void {
    this.#add({ start, end, bytes });
  }

  /** Keeps the length, for formats whose parts point at each other. `bytes` must not be longer than the part. */
  overwrite(start: number, end: number, { bytes = NOTHING, filler = 0 } = {}): void {
    if (end > start) this.#add({ start, end, bytes, filler });
  }

  #add(edit: Edit): void {
    if (edit.start < (this.#list.at(-1)?.end ?? 0)) throw new Malformed('parts overlap');
    if (this.#list.length >= MAX_EDITS) throw new Malformed('too many parts');
    this.#list.push(edit);
  }
}

/** Undefined if there is nothing to change. */
export function cleanedBy(edits: readonly Edit[], source: MediaSource): Cleaned | undefined {
  if (edits.length === 0) return undefined;
  const change = edits.reduce((sum, edit) => sum + lengthOf(edit) - (edit.end - edit.start), 0);
  return { bytes: source.bytes + change, open: () => edited(source, edits) };
}

function lengthOf({ start, end, bytes, filler }: Edit): number {
  return filler === undefined ? bytes.length : end - start;
}

async function* edited(source: MediaSource, edits: readonly Edit[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const edit of [...edits, { start: source.bytes, end: source.bytes, bytes: NOTHING }]) {
    if (edit.start > at) yield* await source.open(at, edit.start);
    yield* replacement(edit);
    at = edit.end;
  }
}

function* replacement(edit: Edit): Generator<Uint8Array> {
  if (edit.bytes.length > 0) yield edit.bytes;
  for (let left = lengthOf(edit) - edit.bytes.length; left > 0; left -= CHUNK_BYTES)
    yield new Uint8Array(Math.min(left, CHUNK_BYTES)).fill(edit.filler ?? 0);
}
