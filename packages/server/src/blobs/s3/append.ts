/**
 * Cuts what arrives into pieces, and sends each as soon as it is full.
 *
 * @module
 */
import type { Random } from '../../clock.ts';
import type { UploadId } from '../blob-store.ts';
import type { CoveringPiece, Piece } from '../cover.ts';
import { newPieceName } from '../names.ts';
import type { Writer } from '../writers.ts';
import type { Objects } from './objects.ts';
import type { Spool } from './spool.ts';
import { keyOf, PART_BYTES } from './uploads.ts';
import type { Uploads } from './uploads.ts';

export interface Appending {
  readonly uploads: Uploads;
  readonly objects: Objects;
  readonly upload: UploadId;
  /** Has nothing yet. */
  readonly spool: Spool;
  /** At the end of what has been received. */
  readonly writer: Writer;
  readonly random: Random;
}

/** The last piece if it is not full, which append() goes on with. */
export function tailOf(pieces: readonly CoveringPiece[]): CoveringPiece | undefined {
  const last = pieces.at(-1);
  return last !== undefined && last.bytes < PART_BYTES ? last : undefined;
}

export class PieceWriter {
  readonly #appending: Appending;
  #tail: Piece | undefined;
  /** Bytes in the spool that are in the tail already. */
  #stored = 0;
  #start: number;

  constructor(appending: Appending, start: number) {
    this.#appending = appending;
    this.#start = start;
  }

  /** Goes on with the tail. */
  async resume(tail: Piece): Promise<void> {
    const { objects, upload, spool } = this.#appending;
    this.#tail = tail;
    this.#start = tail.start;
    await objects.read(keyOf(upload, tail.name), tail.bytes, (chunk) => spool.add(chunk));
    this.#stored = spool.bytes;
  }

  /** Rejects when a piece cannot be stored, or the source fails; what came before is stored. */
  async addAll(source: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const chunk of source) await this.#add(chunk);
    } finally {
      await this.#store();
    }
  }

  async #add(chunk: Uint8Array): Promise<void> {
    const { spool, writer } = this.#appending;
    let rest = chunk;
    while (rest.length > 0) {
      const part = rest.subarray(0, PART_BYTES - spool.bytes);
      await spool.add(part);
      writer.add(part);
      rest = rest.subarray(part.length);
      if (spool.bytes === PART_BYTES) await this.#store();
    }
  }

  /** Stores what is in the spool as a piece, in place of the tail. */
  async #store(): Promise<void> {
    const { uploads, upload, spool, writer, random } = this.#appending;
    if (spool.bytes === this.#stored) return;
    const piece = { name: newPieceName(this.#start, random), start: this.#start, bytes: spool.bytes };
    try {
      await uploads.putPiece(upload, piece.name, spool.body());
    } catch (error) {
      writer.spoil();
      // Not again: the bytes are lost, and whoever sends them is told.
      spool.clear();
      this.#stored = 0;
      throw error;
    }
    const old = this.#tail;
    writer.pieces = [...writer.pieces.filter(({ name }) => name !== old?.name), piece];
    // What stays is covered by the new piece, and goes with the upload.
    if (old !== undefined) await uploads.removePiece(upload, old.name).catch(() => {});
    this.#tail = undefined;
    this.#stored = piece.bytes;
    if (piece.bytes < PART_BYTES) {
      this.#tail = piece;
      return;
    }
    this.#start += PART_BYTES;
    this.#stored = 0;
    spool.clear();
  }
}
