/**
 * Sends read and delivered cursors to the server in batches. A cursor only rises, so only its last move is sent.
 *
 * @module
 */
import { LIMITS } from '@posthorn/protocol';
import type { Cursor } from '@posthorn/protocol';
import type { Platform } from './platform.ts';

export interface CursorsOptions {
  readonly platform: Platform;
  /** Rejects if the server could not be reached; the cursors are sent again. */
  readonly tell: (cursors: readonly Cursor[]) => Promise<unknown>;
}

/** How long moves are collected before they are sent. */
const GATHER_MS = 300;
const RETRY_MS = 3000;

export class Cursors {
  readonly #options: CursorsOptions;
  readonly #moves = new Map<number, { read: number; delivered: number }>();
  #isOnline = false;
  #cancel: (() => void) | undefined;

  constructor(options: CursorsOptions) {
    this.#options = options;
  }

  read(conversation: number, seq: number): void {
    const move = this.#move(conversation);
    move.read = Math.max(move.read, seq);
    this.#schedule(GATHER_MS);
  }

  delivered(conversation: number, seq: number): void {
    const move = this.#move(conversation);
    move.delivered = Math.max(move.delivered, seq);
    this.#schedule(GATHER_MS);
  }

  online(): void {
    this.#isOnline = true;
    this.#schedule(GATHER_MS);
  }

  offline(): void {
    this.#isOnline = false;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Sends all collected moves now. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    while (this.#isOnline && this.#moves.size > 0) {
      const batch = [...this.#moves].slice(0, LIMITS.maxCursorsPerMove);
      for (const [conversation] of batch) this.#moves.delete(conversation);
      try {
        await this.#options.tell(batch.map(([conversation, move]) => ({ conversation, ...move })));
      } catch {
        this.#putBack(batch);
        this.#schedule(RETRY_MS);
        return;
      }
    }
  }

  #putBack(batch: readonly (readonly [number, { read: number; delivered: number }])[]): void {
    for (const [conversation, { read, delivered }] of batch) {
      const move = this.#move(conversation);
      move.read = Math.max(move.read, read);
      move.delivered = Math.max(move.delivered, delivered);
    }
  }

  #move(conversation: number): { read: number; delivered: number } {
    const known = this.#moves.get(conversation);
    if (known !== undefined) return known;
    const move = { read: 0, delivered: 0 };
    this.#moves.set(conversation, move);
    return move;
  }

  #schedule(delayMs: number): void {
    if (!this.#isOnline || this.#moves.size === 0) return;
    this.#cancel ??= this.#options.platform.after(delayMs, () => {
      this.#cancel = undefined;
      void this.flush();
    });
  }
}
