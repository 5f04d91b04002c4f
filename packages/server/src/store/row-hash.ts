/**
 * A hash over rows: equal exactly when the same values came in the same order, whatever database they came from.
 *
 * @module
 */
import { createHash } from 'node:crypto';

/** What a column holds. Booleans and big integers are numbers here. */
export type Cell = null | number | string | Uint8Array;

const CHUNK_BYTES = 256 * 1024;
/** The kind, and a length or a number. */
const HEAD_BYTES = 9;
/** UTF-8 of one UTF-16 unit. */
const MAX_CHAR_BYTES = 3;
const [NULL, NUMBER, TEXT, BYTES] = [0, 1, 2, 3];

export class RowHash {
  readonly #hash = createHash('sha256');
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  #at = 0;

  add(row: readonly Cell[]): void {
    for (const cell of row) this.#addCell(cell);
  }

  /** In hexadecimal digits. Ends the hash. */
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
