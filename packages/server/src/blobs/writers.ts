/**
 * What a process remembers of the pieces that it has written: those of an upload that it has received from the first byte on, with their
 * hash so far, need not be read again by finish(). Only a memory: without it, finish() reads.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { UploadId } from './blob-store.ts';
import type { Piece } from './cover.ts';

/** Some 1 KB each. */
const MAX_REMEMBERED = 1000;

/** Of the bytes of an upload from `start` on. */
export class Writer {
  /** What it has written, without gaps. */
  pieces: readonly Piece[] = [];
  readonly #hash: Hash = createHash('sha256');
  readonly #start: number;
  #end: number;

  constructor(start: number) {
    this.#start = start;
    this.#end = start;
  }

  get end(): number {
    return this.#end;
  }

  /** Whether it has written all that has been received. */
  get isWhole(): boolean {
    return this.#start === 0;
  }

  /** The next bytes of its pieces. Whoever could not write them forgets the writer. */
  add(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#end += bytes.length;
  }

  /** Its pieces are no longer what it has written: nobody may go on with it. */
  spoil(): void {
    this.#end = Number.NaN;
  }

  /** Of all bytes so far. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }
}

/** The last MAX_REMEMBERED of them. */
export class Writers {
  readonly #writers = new Map<UploadId, Writer>();

  /** Undefined if this process has not written the last of the `received` bytes. */
  of(upload: UploadId, received: number): Writer | undefined {
    const writer = this.#writers.get(upload);
    return writer?.end === received ? writer : undefined;
  }

  remember(upload: UploadId, writer: Writer): void {
    this.#writers.delete(upload);
    this.#writers.set(upload, writer);
    if (this.#writers.size <= MAX_REMEMBERED) return;
    const [oldest] = this.#writers.keys();
    if (oldest !== undefined) this.#writers.delete(oldest);
  }

  forget(upload: UploadId): void {
    this.#writers.delete(upload);
  }
}
