/**
 * A hash over rows. Two are equal only if the same values came in the same order, from whatever database.
 *
 * @module
 */
import { createHash } from 'node:crypto';

/** A column value. Booleans and big integers count as numbers. */
export type Cell = null | number | string | Uint8Array;

const CHUNK_BYTES = 256 * 1024;
/** Bytes for the kind, and a length or number. */
const HEAD_BYTES = 9;
/** Maximum UTF-8 bytes of a UTF-16 unit. */
const MAX_CHAR_BYTES = 3;
const [NULL, NUMBER, TEXT, BYTES] = [0, 1, 2, 3];

export class RowHash {
  readonly #hash = createHash('sha256');
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  #at = 0;

  add(row: readonly Cell[]): void {
    for (const cell of row) this.#addCell(cell);
  }

  /** Finishes the hash. Returns hexadecimal digits. */
  digest(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }

  #addCell(cell: Cell): void {
    if (cell === null) this.#head(NULL, 0);
    else if (typeof cell === 'number') this.#head(NUMBER, cell);
    else if (typeof cell === 'string') this.#addText(cell);
    else this.#addBytes(BYTES, cell);
  }

  #addText(text: string): void {
    const most = text.length * MAX_CHAR_BYTES;
    if (most > CHUNK_BYTES - HEAD_BYTES) {
      this.#addBytes(TEXT, Buffer.from(text));
      return;
    }
    this.#reserve(HEAD_BYTES + most);
    const bytes = this.#chunk.write(text, this.#at + HEAD_BYTES);
    this.#head(TEXT, bytes);
    this.#at += bytes;
  }

  #addBytes(kind: number, bytes: Uint8Array): void {
    this.#head(kind, bytes.length);
    if (bytes.length > CHUNK_BYTES) {
      this.#flush();
      this.#hash.update(bytes);
      return;
    }
    this.#reserve(bytes.length);
    this.#chunk.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  #head(kind: number, value: number): void {
    this.#reserve(HEAD_BYTES);
    this.#chunk[this.#at] = kind;
    this.#chunk.writeDoubleLE(value, this.#at + 1);
    this.#at += HEAD_BYTES;
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes > CHUNK_BYTES) this.#flush();
  }

  #flush(): void {
    this.#hash.update(this.#chunk.subarray(0, this.#at));
    this.#at = 0;
  }
}
