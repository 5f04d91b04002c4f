/**
 * What is uploaded, read piece by piece.
 *
 * @module
 */

/** A source that is open. */
export interface OpenSource {
  readonly name: string;
  /** Empty: unknown. */
  readonly type: string;
  /** Undefined: a stream that has not ended yet. */
  readonly size: number | undefined;
  /** Unix ms; 0: unknown. */
  readonly lastModified: number;
  /** It can be read from anywhere, and again after a restart. */
  readonly isLasting: boolean;
  /**
   * `length` bytes from `start`, fewer at the end. A stream forgets what is before `start`. Rejects with INVALID if the source has
   * changed meanwhile.
   */
  read(start: number, length: number): Promise<Uint8Array>;
  /** All that follows, of a stream of unknown size. */
  rest?(): ReadableStream<Uint8Array>;
  close(): Promise<void>;
}
