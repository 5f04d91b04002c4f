/**
 * A stream as a source: it is read forwards, and what the server has not confirmed is kept.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { OpenSource } from './open-source.ts';

export class StreamSource implements OpenSource {
  readonly name = 'file';
  readonly type = '';
  readonly lastModified = 0;
  readonly isLasting = false;
  readonly #pieces: AsyncIterator<Uint8Array, unknown>;
  readonly #given: number | undefined;
  #held: Uint8Array = new Uint8Array();
  #heldAt = 0;
  #hasEnded = false;

  constructor(stream: AsyncIterable<Uint8Array>, size: number | undefined) {
    this.#pieces = stream[Symbol.asyncIterator]();
    this.#given = size;
  }

  get size(): number | undefined {
    return this.#given ?? (this.#hasEnded ? this.#heldAt + this.#held.length : undefined);
  }

  async read(start: number, length: number): Promise<Uint8Array> {
    if (start < this.#heldAt || start > this.#heldAt + this.#held.length) {
      throw new PosthornError(
        'INVALID',
        'the server has lost what it had of a stream, which cannot be read again',
      );
    }
    this.#held = this.#held.subarray(start - this.#heldAt);
    this.#heldAt = start;
    const pieces = [this.#held];
    for (let have = this.#held.length; have < length && !this.#hasEnded;) {
      const piece = await this.#next();
      pieces.push(piece);
      have += piece.length;
    }
    this.#held = joined(pieces);
    this.#check();
    return this.#held.subarray(0, length);
  }

  rest(): ReadableStream<Uint8Array> {
    let first: Uint8Array | undefined = this.#held;
    return new ReadableStream({
      pull: async (controller) => {
        const piece = first ?? (await this.#next());
        first = undefined;
        if (piece.length > 0) controller.enqueue(piece);
        if (this.#hasEnded) controller.close();
      },
    });
  }

  async close(): Promise<void> {
    if (!this.#hasEnded) await this.#pieces.return?.();
  }

  /** Empty at the end. */
  async #next(): Promise<Uint8Array> {
    const next: IteratorResult<Uint8Array | string, unknown> = await this.#pieces.next();
    if (next.done !== true) {
      return typeof next.value === 'string' ? new TextEncoder().encode(next.value) : next.value;
    }
    this.#hasEnded = true;
    return new Uint8Array();
  }

  #check(): void {
    const have = this.#heldAt + this.#held.length;
    const isOther = this.#hasEnded ? have !== this.#given : have > (this.#given ?? Infinity);
    if (this.#given === undefined || !isOther) return;
    throw new PosthornError('INVALID', `the stream was to have ${this.#given} bytes, and has ${have}`);
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
